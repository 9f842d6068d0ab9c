package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hotline12348.core.app.ReadyFile;

/** Random bytes and broken messages at every door and in the journal, while citizens call. */
final class GarbageFault {
    private GarbageFault() {}

    /** Random bytes and broken messages at every door, while citizens call. */
    static void garbage(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int packets = brief ? 1_000 : 100_000;
        int lines = brief ? 1_000 : 10_000;
        ReadyFile.Ready before = stand.readyNow();
        double aside = aside(stand);
        FaultStand.Load load =
                stand.dial((brief ? 5 : 60) * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(Sipp.CITIZENS, 0))) {
            InetAddress exchange = InetAddress.getLoopbackAddress();
            for (int i = 0; i < packets; i++) {
                byte[] bytes = brokenMessage(stand, i);
                socket.send(new DatagramPacket(bytes, bytes.length, exchange, before.port("sip")));
                if (i % 200 == 0) {
                    Thread.sleep(100);
                }
            }
            for (String door : List.of("ami", "http", "pbx.http")) {
                for (int i = 0; i < 20; i++) {
                    try (Socket tcp = new Socket(exchange, before.port(door))) {
                        tcp.getOutputStream().write(brokenMessage(stand, i));
                    }
                }
            }
            spoil(before.path("journal"), stand.chance(), lines);
        } catch (IOException e) {
            report.must("garbage: sent", String.valueOf(e.getMessage()), "", "all of it", false);
        }
        Evidence evidence = stand.settle(load, FaultsBench.CALLS_WITHIN);
        ReadyFile.Ready after = stand.readyNow();
        boolean same = before.pids().equals(after.pids());
        report.must(
                "garbage: %d packets: processes".formatted(packets),
                same ? "the same" : "others",
                "",
                "the same",
                same);
        AsEver.judge(report, "garbage", load, evidence);
        report.counts(
                "garbage: lines in the journal that are no rows, counted", Math.round(aside(stand) - aside), lines);
    }

    /** Random lines between those that the exchange writes, each whole, as a program that writes to the wrong file would. */
    private static void spoil(Path journal, Random chance, int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            byte[] line = new byte[2 + chance.nextInt(200)];
            chance.nextBytes(line);
            for (int j = 0; j < line.length; j++) {
                // Neither ends of lines nor quotes, which would join what follows.
                line[j] = line[j] == '\n' || line[j] == '\r' || line[j] == '"' ? (byte) 'x' : line[j];
            }
            line[line.length - 1] = '\n';
            Files.write(journal, line, StandardOpenOption.APPEND);
        }
    }

    private static double aside(FaultStand stand) throws InterruptedException {
        return stand.figures().entrySet().stream()
                .filter(figure -> figure.getKey().startsWith("hotline_journal_aside_total"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static byte[] brokenMessage(FaultStand stand, int i) {
        if (i % 3 == 0) {
            byte[] noise = new byte[1 + stand.chance().nextInt(1_400)];
            stand.chance().nextBytes(noise);
            return noise;
        }
        String call = "g" + i + "@" + Sipp.CITIZENS;
        String text = switch (i % 9) {
            case 1 ->
                "INVITE sip:12348@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bK" + i
                        + "\r\nContent-Length: 99999\r\n\r\nv=0";
            case 2 ->
                "INVITE sip:%s@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2\r\nFrom: <%s>\r\nTo: x\r\nCall-ID: %s\r\n\r\n"
                        .formatted("9".repeat(900), "\"".repeat(99), call);
            case 4 ->
                "BYE sip:nobody@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKb" + i
                        + "\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: " + call
                        + "\r\nCSeq: 2 BYE\r\n\r\n";
            case 5 -> "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:1;branch=z9hG4bKnone\r\nCSeq: x INVITE\r\n\r\n";
            case 7 -> "INVITE sip:12348@127.0.0.1 SIP/2.0\r\nUser-Agent: ${SHELL(id)}%0d%0aAction: Command\r\n\r\n";
            default -> "OPTIONS\0 sip: SIP/9.9\r\n" + ":".repeat(500) + "\r\n\r\n";
        };
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
