package org.hotline12348.ivr;

/**
 * A channel that is up.
 *
 * @param name for example {@code PJSIP/trunk-00000001}
 * @param uniqueId the PBX's id of it
 * @param linkedId the call it belongs to: the id of its oldest channel
 * @param bridge the bridge it is in, or empty
 * @param context where in the dialplan
 * @param extension where in the dialplan
 */
public record LiveChannel(
        String name, String uniqueId, String linkedId, String bridge, String context, String extension) {}
