package org.hotline12348.core.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.scheduler.Roster;

/** The embedded PBX's settings, from ours and from the centres that the roster knows. */
final class PbxOf {
    static final String LINE = "12348";

    private PbxOf() {}

    /**
     * @param exchange which of the settings' exchanges
     * @param home in which the exchange's directory lies
     * @param numbers centre -> the number citizens dial, as an administrator gave them
     */
    static PbxSettings settings(
            Settings settings,
            Settings.Exchange exchange,
            Path home,
            Place place,
            Roster roster,
            Map<String, String> numbers) {
        Predicate<String> serves = serving(settings, exchange);
        List<PbxSettings.Lawyer> lawyers = roster.centres().stream()
                .filter(centre -> serves.test(centre.id()))
                .flatMap(centre -> roster.practitioners(centre.id()).stream())
                .map(lawyer -> new PbxSettings.Lawyer(lawyer.id(), "sip"))
                .distinct()
                .toList();
        return new PbxSettings(
                exchange.name(),
                home.resolve(exchange.directory()),
                place.config(),
                place.cache(),
                new PbxSettings.Ports(
                        exchange.sip(),
                        exchange.ami().port(),
                        exchange.agi(),
                        exchange.http(),
                        exchange.rtp().from(),
                        exchange.rtp().to()),
                exchange.trunk().inbound(),
                exchange.trunk().outbound(),
                lines(numbers, serves),
                centres(roster, serves),
                lawyers,
                switch (settings.pace()) {
                    case USUAL -> PbxSettings.Pace.usual();
                    case BRISK -> PbxSettings.Pace.brisk();
                });
    }

    /** Whether an exchange is the one of a centre. */
    static Predicate<String> serving(Settings settings, Settings.Exchange exchange) {
        return centre -> settings.exchangeOf(centre).filter(exchange::equals).isPresent();
    }

    /** A queue each. */
    static List<PbxSettings.Centre> centres(Roster roster, Predicate<String> serves) {
        return roster.centres().stream()
                .filter(centre -> serves.test(centre.id()))
                .map(centre -> new PbxSettings.Centre(centre.id(), centre.name(), centre.id()))
                .toList();
    }

    /**
     * The centre by the number that is dialled.
     *
     * @param numbers centre -> the number citizens dial, as an administrator gave them
     */
    static Map<String, String> lines(Map<String, String> numbers, Predicate<String> serves) {
        return numbers.entrySet().stream()
                .filter(entry -> serves.test(entry.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));
    }
}
