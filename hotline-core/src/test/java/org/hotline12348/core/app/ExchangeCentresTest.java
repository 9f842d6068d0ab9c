package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.web.ApiStand;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
class ExchangeCentresTest {

    @Test
    @DisplayName("the usual number is the first centre's while nobody has one, and stays it when another comes")
    void theUsualNumberStays() {
        try (ApiStand stand = new ApiStand(List.of())) {
            CentreLines lines = new CentreLines(stand.pool);
            String first = stand.roster.centres().getFirst().id();
            String other = stand.roster.centres().get(1).id();
            assertThat(ApiStand.await(ExchangeCentres.numbers(lines, stand.roster)))
                    .isEqualTo(Map.of(first, "12348"));
            ApiStand.await(lines.give(other, "another", Optional.of("12349")));
            assertThat(ApiStand.await(ExchangeCentres.numbers(lines, stand.roster)))
                    .isEqualTo(Map.of(first, "12348", other, "12349"));
            // Taken away on purpose: it does not come back while somebody has a number.
            ApiStand.await(lines.give(first, "first", Optional.empty()));
            assertThat(ApiStand.await(ExchangeCentres.numbers(lines, stand.roster)))
                    .isEqualTo(Map.of(other, "12349"));
        }
    }
}
