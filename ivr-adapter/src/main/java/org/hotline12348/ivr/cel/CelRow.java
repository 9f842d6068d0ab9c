package org.hotline12348.ivr.cel;

import java.time.Instant;

/**
 * One channel event of the PBX, as Asterisk's CEL writes it: what happened on which channel, when.
 *
 * <p>Fields hold what the PBX wrote; an absent value is the empty string. The same event may be seen twice: in the
 * journal file with microseconds, and over AMI, whose time may be rougher.
 *
 * @param eventType      for example {@code CHAN_START}, {@code BRIDGE_ENTER}, {@code USER_DEFINED}
 * @param eventTime      when it happened by the PBX's clock
 * @param userDefType    name of a user event of the dialplan, for example {@code HOTLINE_ARRIVED}; else empty
 * @param systemName     {@code systemname} of the PBX, or empty: see {@link #pbx()}
 * @param uniqueId       the channel's id, for example {@code pbx1-1700000000.12}
 * @param linkedId       id of the oldest channel of the call; it can change when channels are bridged
 * @param channel        the channel's name, for example {@code PJSIP/trunk-00000001}
 * @param context        where in the dialplan
 * @param extension      where in the dialplan
 * @param callerNumber   the channel's caller number as the PBX holds it (not trusted)
 * @param callerName     the channel's caller name as the PBX holds it (not trusted)
 * @param application    the application that the channel runs, for example {@code AppQueue}
 * @param applicationData its arguments; of a user event its {@code k=v;k=v} text may be here or in {@code extra}
 * @param peer           names of the other channels, comma separated
 * @param extra          a JSON object with more, for example {@code {"bridge_id":"…"}}; or empty
 * @see <a href="https://docs.asterisk.org/Configuration/Reporting/Channel-Event-Logging-CEL/">Asterisk: CEL</a>
 */
public record CelRow(
        String eventType,
        Instant eventTime,
        String userDefType,
        String systemName,
        String uniqueId,
        String linkedId,
        String channel,
        String context,
        String extension,
        String callerNumber,
        String callerName,
        String application,
        String applicationData,
        String peer,
        String extra) {

    /** How many fields a line of the journal has. */
    public static final int FIELDS = 15;

    /** The same at another moment. */
    public CelRow at(Instant moment) {
        return new CelRow(
                eventType,
                moment,
                userDefType,
                systemName,
                uniqueId,
                linkedId,
                channel,
                context,
                extension,
                callerNumber,
                callerName,
                application,
                applicationData,
                peer,
                extra);
    }

    /** The PBX this row comes from: its system name, else the prefix of the unique id, else {@code pbx1}. */
    public String pbx() {
        if (!systemName.isBlank()) {
            return systemName;
        }
        int dash = uniqueId.lastIndexOf('-');
        return dash > 0 ? uniqueId.substring(0, dash) : "pbx1";
    }
}
