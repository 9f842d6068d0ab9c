package org.hotline12348.ivr.asterisk;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asteriskjava.manager.event.CelEvent;
import org.asteriskjava.manager.event.ContactStatusEvent;
import org.asteriskjava.manager.event.CoreShowChannelEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.QueueMemberAddedEvent;
import org.asteriskjava.manager.event.QueueMemberEvent;
import org.asteriskjava.manager.event.QueueMemberPauseEvent;
import org.asteriskjava.manager.event.QueueMemberRemovedEvent;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LiveChannel;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.cel.CelRow;
import org.jspecify.annotations.Nullable;

/** AMI's words, translated. Each is a function of the event alone. */
final class AmiWords {
    private static final Pattern EPOCH = Pattern.compile("(\\d{9,11})\\.(\\d{1,6})");

    /** The kinds of CEL that are not a user's own. */
    private static final Set<String> CEL_KINDS = Set.of(
            "CHAN_START",
            "CHAN_END",
            "ANSWER",
            "HANGUP",
            "APP_START",
            "APP_END",
            "BRIDGE_ENTER",
            "BRIDGE_EXIT",
            "PARK_START",
            "PARK_END",
            "BLINDTRANSFER",
            "ATTENDEDTRANSFER",
            "PICKUP",
            "FORWARD",
            "LINKEDID_END",
            "LOCAL_OPTIMIZE",
            "LOCAL_OPTIMIZE_BEGIN",
            "STREAM_BEGIN",
            "STREAM_END",
            "DTMF",
            "USER_DEFINED");

    private AmiWords() {}

    /** What an event means to us, if anything. */
    static Optional<LineEvent> translate(ManagerEvent event, Instant at) {
        return switch (event) {
            case CelEvent cel -> row(cel).map(row -> new LineEvent.CelSeen(at, row));
            case QueueMemberEvent member -> Optional.of(new LineEvent.SeatChanged(at, seat(member)));
            case QueueMemberAddedEvent added -> Optional.of(new LineEvent.SeatChanged(at, added(added)));
            case QueueMemberPauseEvent pause -> Optional.of(new LineEvent.SeatChanged(at, paused(pause)));
            case QueueMemberRemovedEvent removed ->
                Optional.of(new LineEvent.SeatVacated(
                        at,
                        text(removed.getQueue()),
                        name(removed.getMemberName(), text(removed.getInterface())),
                        text(removed.getInterface())));
            case ContactStatusEvent contact -> reachability(contact, at);
            default -> Optional.empty();
        };
    }

    private static Optional<LineEvent> reachability(ContactStatusEvent contact, Instant at) {
        String lawyer = text(contact.getAor());
        if (lawyer.isEmpty()) {
            return Optional.empty();
        }
        return switch (text(contact.getContactStatus())) {
            case "Reachable", "NonQualified", "Created" ->
                Optional.of(new LineEvent.PhoneReachability(at, lawyer, true));
            case "Unreachable", "Removed" -> Optional.of(new LineEvent.PhoneReachability(at, lawyer, false));
            default -> Optional.empty();
        };
    }

    static List<Seat> seats(List<? extends ManagerEvent> listed) {
        return listed.stream()
                .filter(QueueMemberEvent.class::isInstance)
                .map(QueueMemberEvent.class::cast)
                .map(AmiWords::seat)
                .toList();
    }

    static List<LiveChannel> channels(List<? extends ManagerEvent> listed) {
        return listed.stream()
                .filter(CoreShowChannelEvent.class::isInstance)
                .map(CoreShowChannelEvent.class::cast)
                .map(channel -> new LiveChannel(
                        text(channel.getChannel()),
                        text(channel.getUniqueid()),
                        text(channel.getLinkedid()),
                        text(channel.getBridgeid()),
                        text(channel.getContext()),
                        text(channel.getExtension())))
                .toList();
    }

    /** The end of a lawyer's that is in a bridge: his telephone's channel, or the half that stands for his mobile. */
    static Optional<LiveChannel> talking(List<LiveChannel> channels, String lawyer) {
        return channels.stream()
                .filter(channel -> !channel.bridge().isEmpty()
                        && (channel.name().startsWith("PJSIP/" + lawyer + "-")
                                || channel.name().startsWith("Local/" + lawyer + "@lawyer-")
                                        && channel.name().endsWith(";1")))
                .findFirst();
    }

    static Seat seat(QueueMemberEvent member) {
        String phone = firstOf(member.getInterface(), member.getLocation());
        return new Seat(
                text(member.getQueue()),
                name(firstOf(member.getMemberName(), member.getName()), phone),
                phone,
                notReady(member.getPaused(), member.getPausedreason()),
                state(member.getStatus()),
                one(member.getIncall()),
                "static".equalsIgnoreCase(member.getMembership()));
    }

    private static Seat added(QueueMemberAddedEvent added) {
        String phone = text(added.getInterface());
        return new Seat(
                text(added.getQueue()),
                name(added.getMemberName(), phone),
                phone,
                notReady(added.getPaused(), added.getPausedReason()),
                state(added.getStatus()),
                "1".equals(added.getInCall()),
                "static".equalsIgnoreCase(added.getMembership()));
    }

    private static Seat paused(QueueMemberPauseEvent pause) {
        String phone = text(pause.getInterface());
        return new Seat(
                text(pause.getQueue()),
                name(pause.getMemberName(), phone),
                phone,
                notReady(pause.getPaused(), firstOf(pause.getPausedreason(), pause.getPausedReason())),
                state(pause.getStatus()),
                one(pause.getIncall()),
                "static".equalsIgnoreCase(pause.getMembership()));
    }

    private static Optional<String> notReady(@Nullable Boolean paused, @Nullable String reason) {
        return Boolean.TRUE.equals(paused) ? Optional.of(text(reason)) : Optional.empty();
    }

    /** Asterisk's device states. */
    private static Seat.State state(@Nullable Integer status) {
        return switch (status == null ? QueueMemberEvent.AST_DEVICE_UNKNOWN : status) {
            case QueueMemberEvent.AST_DEVICE_NOT_INUSE -> Seat.State.FREE;
            case QueueMemberEvent.AST_DEVICE_INUSE,
                    QueueMemberEvent.AST_DEVICE_BUSY,
                    QueueMemberEvent.AST_DEVICE_RINGINUSE,
                    QueueMemberEvent.AST_DEVICE_ONHOLD -> Seat.State.BUSY;
            case QueueMemberEvent.AST_DEVICE_RINGING -> Seat.State.RINGING;
            case QueueMemberEvent.AST_DEVICE_UNAVAILABLE, QueueMemberEvent.AST_DEVICE_INVALID -> Seat.State.UNREACHABLE;
            default -> Seat.State.UNKNOWN;
        };
    }

    /** A CEL row; its time is that of the journal, to the microsecond. Without a usable time it is left to the journal. */
    static Optional<CelRow> row(CelEvent cel) {
        String kind = text(cel.getEventName());
        boolean ours = CEL_KINDS.contains(kind);
        Optional<Instant> time = time(text(cel.getEventTime()))
                .or(() -> Optional.ofNullable(cel.getTimestamp()).map(AmiWords::instant));
        return time.map(at -> new CelRow(
                ours ? kind : "USER_DEFINED",
                at,
                ours ? "" : kind,
                "",
                text(cel.getUniqueID()),
                text(cel.getLinkedID()),
                text(cel.getChannel()),
                text(cel.getContext()),
                text(cel.getExten()),
                text(cel.getCallerIdNum()),
                text(cel.getCallerIdName()),
                text(cel.getApplication()),
                text(cel.getAppData()),
                text(cel.getPeer()),
                text(cel.getExtra())));
    }

    static Optional<Instant> time(String text) {
        Matcher epoch = EPOCH.matcher(text);
        if (!epoch.matches()) {
            return Optional.empty();
        }
        String micros = (epoch.group(2) + "00000").substring(0, 6);
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch.group(1)), Long.parseLong(micros) * 1000));
    }

    private static Instant instant(Double timestamp) {
        BigDecimal micros = BigDecimal.valueOf(timestamp).movePointRight(6).setScale(0, RoundingMode.HALF_UP);
        return Instant.EPOCH.plus(java.time.Duration.of(micros.longValue(), java.time.temporal.ChronoUnit.MICROS));
    }

    private static String name(@Nullable String memberName, String phone) {
        return memberName == null || memberName.isBlank() ? phone : memberName;
    }

    private static String firstOf(@Nullable String first, @Nullable String second) {
        return first != null && !first.isBlank() ? first : text(second);
    }

    static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static boolean one(@Nullable Integer number) {
        return number != null && number == 1;
    }
}
