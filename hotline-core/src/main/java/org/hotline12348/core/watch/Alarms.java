package org.hotline12348.core.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.watch.Alarm.Kind;

/** What is wrong, judged from a reading. Pure. */
final class Alarms {

    private static final Optional<String> ALL = Optional.empty();

    private Alarms() {}

    /**
     * From when on something is wrong.
     *
     * @param lineDown    the exchange does not answer for so long
     * @param silence     nothing was heard for so long, although the connection stands
     * @param lowBytes    less is free on a volume
     * @param fullBytes   less is free: nothing can be relied on to be written
     * @param behind      the record is behind for so long
     * @param seats       the queue is short for so long (seats are told within seconds at a change of shift)
     * @param deadAir     so many calls ended for want of audio within a quarter of an hour
     * @param certificate a certificate is good for less
     * @param remembered  a died exchange or a clock that was set is shown for so long
     */
    record Limits(
            Duration lineDown,
            Duration silence,
            long lowBytes,
            long fullBytes,
            Duration behind,
            Duration seats,
            int deadAir,
            Duration certificate,
            Duration remembered) {

        static Limits usual() {
            return new Limits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(8),
                    2_000_000_000L,
                    50_000_000L,
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(6),
                    3,
                    Duration.ofDays(21),
                    Duration.ofMinutes(30));
        }
    }

    static List<Alarm> of(Reading reading, Limits limits) {
        List<Alarm> alarms = new ArrayList<>();
        boolean several = reading.exchanges().size() > 1;
        for (Reading.Exchange exchange : reading.exchanges()) {
            of(exchange, reading.now(), limits).stream()
                    .map(alarm -> several ? named(exchange.name(), alarm) : alarm)
                    .forEach(alarms::add);
        }
        reading.volumes().forEach(volume -> volume(volume, limits).ifPresent(alarms::add));
        reading.centres().forEach(centre -> seats(centre, reading.now(), limits, alarms));
        for (Reading.ClockSet set : reading.clocks()) {
            if (within(set.at(), reading.now(), limits.remembered())) {
                alarms.add(new Alarm(
                        Kind.CLOCK_SET,
                        set.whose(),
                        ALL,
                        "%s的时钟被调整了 %d 秒；当时通话的时间不可靠，已作标记。请检查时间同步。"
                                .formatted(set.whose(), set.by().toSeconds()),
                        "The clock of %s was set by %d s; the times of calls that were up are marked as doubtful. Look at the time synchronisation."
                                .formatted(set.whose(), set.by().toSeconds())));
            }
        }
        for (Reading.Certificate certificate : reading.certificates()) {
            if (certificate.left().compareTo(limits.certificate()) < 0) {
                long days = certificate.left().toDays();
                alarms.add(new Alarm(
                        Kind.CERTIFICATE,
                        certificate.name(),
                        ALL,
                        certificate.left().isNegative()
                                ? "证书“%s”已过期，请立即更换。".formatted(certificate.name())
                                : "证书“%s”将在 %d 天后过期，请更换。".formatted(certificate.name(), days),
                        certificate.left().isNegative()
                                ? "The certificate %s has ended. Replace it now.".formatted(certificate.name())
                                : "The certificate %s ends in %d days. Replace it."
                                        .formatted(certificate.name(), days)));
            }
        }
        return List.copyOf(alarms);
    }

    /** What is wrong with one exchange. */
    private static List<Alarm> of(Reading.Exchange exchange, Instant now, Limits limits) {
        List<Alarm> alarms = new ArrayList<>();
        line(exchange.line(), now, limits).ifPresent(alarms::add);
        journal(exchange.journal(), now, limits, alarms);
        exchange.died()
                .filter(at -> within(at, now, limits.remembered()))
                .ifPresent(
                        _ -> alarms.add(
                                new Alarm(
                                        Kind.EXCHANGE_DIED,
                                        "exchange",
                                        ALL,
                                        "电话交换机曾异常退出，已自动重新启动；中断的通话已列入回电名单。",
                                        "The exchange had died and was started again; the calls it carried are on the list of callbacks.")));
        if (exchange.deadAir() >= limits.deadAir()) {
            alarms.add(new Alarm(
                    Kind.DEAD_AIR,
                    "voice",
                    ALL,
                    "最近一刻钟内有 %d 通电话因收不到声音而断开，请检查语音网络与防火墙。".formatted(exchange.deadAir()),
                    "%d calls of the last quarter of an hour were ended because no audio came. Look at the voice network and the firewall."
                            .formatted(exchange.deadAir())));
        }
        if (exchange.differences() > 0) {
            alarms.add(new Alarm(
                    Kind.RECONCILIATION,
                    "journal",
                    ALL,
                    "上次对账发现 %d 处不一致，请查看对账结果。".formatted(exchange.differences()),
                    "The last reconciliation found %d differences; see its result.".formatted(exchange.differences())));
        }
        return alarms;
    }

    /** Where there are several, the exchange itself is the subject: each raises its own. */
    private static Alarm named(String exchange, Alarm alarm) {
        return new Alarm(
                alarm.kind(),
                exchange,
                alarm.centre(),
                "交换机 %s：%s".formatted(exchange, alarm.zh()),
                "Exchange %s: %s".formatted(exchange, alarm.en()));
    }

    private static Optional<Alarm> line(Reading.Line line, Instant now, Limits limits) {
        boolean down = !line.up() && !within(line.since(), now, limits.lineDown());
        boolean silent = line.up() && line.silent().compareTo(limits.silence()) > 0;
        return down || silent
                ? Optional.of(new Alarm(
                        Kind.LINE_DOWN,
                        "exchange",
                        ALL,
                        "与电话交换机的连接中断（%s）。通话照常进行，坐席暂不更新；系统自动重连。".formatted(line.reason()),
                        "The exchange does not answer (%s). Calls go on, seats are not updated; it is tried again and again."
                                .formatted(line.reason())))
                : Optional.empty();
    }

    private static Optional<Alarm> volume(Reading.Volume volume, Limits limits) {
        // A small volume is low when a tenth is left.
        long low = Math.min(limits.lowBytes(), volume.total() / 10);
        long full = Math.min(limits.fullBytes(), volume.total() / 50);
        long megabytes = volume.free() / 1_000_000;
        if (volume.free() <= full) {
            return Optional.of(new Alarm(
                    Kind.VOLUME_FULL,
                    volume.name(),
                    ALL,
                    "存储卷“%s”已满（剩余 %d MB），请立即清理或扩容。".formatted(volume.name(), megabytes),
                    "The volume \"%s\" is full (%d MB left). Make room now.".formatted(volume.name(), megabytes)));
        }
        return volume.free() <= low
                ? Optional.of(new Alarm(
                        Kind.VOLUME_LOW,
                        volume.name(),
                        ALL,
                        "存储卷“%s”空间不足（剩余 %d MB），请清理或扩容。".formatted(volume.name(), megabytes),
                        "The volume \"%s\" fills up (%d MB left). Make room.".formatted(volume.name(), megabytes)))
                : Optional.empty();
    }

    private static void journal(Reading.JournalState journal, Instant now, Limits limits, List<Alarm> alarms) {
        if (journal.behindSince()
                .filter(since -> !within(since, now, limits.behind()))
                .isPresent()) {
            alarms.add(new Alarm(
                    Kind.JOURNAL_BEHIND,
                    "journal",
                    ALL,
                    "通话记录尚有 %d 字节未入库（数据库可能不可用）；不会丢失，恢复后自动补录。".formatted(journal.behindBytes()),
                    "%d bytes of the journal are not stored yet (the database may be away); nothing is lost, it is made up for by itself."
                            .formatted(journal.behindBytes())));
        }
        if (journal.missed() > 0) {
            alarms.add(new Alarm(
                    Kind.JOURNAL_FILE_SILENT,
                    "journal",
                    ALL,
                    "最近一分钟有 %d 行通话日志未写入文件（磁盘可能已满），已由第二通道补录。".formatted(journal.missed()),
                    "%d rows of the last minute are not in the journal file (its volume may be full); the second feed stood in."
                            .formatted(journal.missed())));
        }
    }

    private static void seats(Reading.CentreState centre, Instant now, Limits limits, List<Alarm> alarms) {
        boolean shortOf = centre.wanted() == 0 || centre.seated() < centre.wanted();
        if (shortOf && !within(centre.since(), now, limits.seats())) {
            alarms.add(new Alarm(
                    Kind.SEATS_SHORT,
                    centre.centre(),
                    Optional.of(centre.centre()),
                    "热线开放中，应到坐席 %d 人，实到 %d 人。".formatted(centre.wanted(), centre.seated()),
                    "The line is open; %d lawyers are on duty and %d sit in the queue."
                            .formatted(centre.wanted(), centre.seated())));
        }
        for (String lawyer : centre.unreachable()) {
            alarms.add(new Alarm(
                    Kind.PHONE_UNREACHABLE,
                    lawyer,
                    Optional.of(centre.centre()),
                    "值班律师 %s 的话机未注册或无法接通。".formatted(lawyer),
                    "The telephone of %s, who is on duty, is not registered or cannot be reached.".formatted(lawyer)));
        }
    }

    private static boolean within(Instant at, Instant now, Duration span) {
        return Duration.between(at, now).compareTo(span) <= 0;
    }
}
