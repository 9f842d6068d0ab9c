package org.hotline12348.core.app;

import java.util.List;
import java.util.Map;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.scheduler.Roster;

/** The embedded PBX's settings, from ours and from the centres that the roster knows. */
final class PbxOf {
    private static final String LINE = "12348";

    private PbxOf() {}

    static PbxSettings settings(Settings settings, Home home, Place place, Roster roster) {
        List<PbxSettings.Centre> centres = roster.centres().stream()
                .map(centre -> new PbxSettings.Centre(centre.id(), centre.name(), centre.id()))
                .toList();
        List<PbxSettings.Lawyer> lawyers = roster.centres().stream()
                .flatMap(centre -> roster.practitioners(centre.id()).stream())
                .map(lawyer -> new PbxSettings.Lawyer(lawyer.id(), "sip"))
                .distinct()
                .toList();
        // One line so far: it belongs to the first centre.
        Map<String, String> lines =
                centres.isEmpty() ? Map.of() : Map.of(LINE, centres.getFirst().id());
        return new PbxSettings(
                settings.pbx().name(),
                home.root().resolve("asterisk"),
                place.config(),
                place.cache(),
                new PbxSettings.Ports(
                        settings.sip().port(),
                        settings.ami().port(),
                        settings.agi().port(),
                        settings.pbx().httpPort(),
                        settings.rtp().from(),
                        settings.rtp().to()),
                settings.trunk().inbound(),
                settings.trunk().outbound(),
                lines,
                centres,
                lawyers,
                switch (settings.pbx().pace()) {
                    case USUAL -> PbxSettings.Pace.usual();
                    case BRISK -> PbxSettings.Pace.brisk();
                });
    }
}
