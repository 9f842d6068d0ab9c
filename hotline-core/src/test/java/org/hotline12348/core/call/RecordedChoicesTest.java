package org.hotline12348.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls in which somebody chose or passed something on, as the exchange really wrote them, and what the record says. */
class RecordedChoicesTest {

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        pbx/callback                    | CALLBACK  | -        | -                 | 1 in the queue
        pbx/callback-on-another-number  | CALLBACK  | -        | -                 | and another number
        pbx/earlier-turn                | ANSWERED  | lawyer01 | lawyer01          | 8 in the notice
        pbx/own-lawyer                  | ANSWERED  | lawyer02 | lawyer02          | a repeat caller
        pbx/desk-telephone              | ANSWERED  | lawyer01 | lawyer01          | a telephone that registered
        pbx/passed-to-a-lawyer          | ANSWERED  | -        | lawyer01,lawyer05 | by the telephone's button
        pbx/attended-by-keys            | ANSWERED  | -        | lawyer01,lawyer05 | by keys, with a word before
        pbx/as-three                    | ANSWERED  | -        | lawyer01,lawyer05 | *3, then the first leaves
        pbx/handed-over                 | ANSWERED  | -        | lawyer01,lawyer05 | *2 after a word
        pbx/only-a-word                 | ANSWERED  | lawyer01 | lawyer01          | *1: the other only spoke with his colleague
        pbx/passed-by-keys-to-a-lawyer  | ANSWERED  | -        | lawyer01,lawyer05 | #1
        pbx/passed-by-keys-to-a-centre  | ANSWERED  | -        | lawyer01,lawyer11 | #1 to another centre
        pbx/passed-by-keys-outside      | ANSWERED  | lawyer01 | lawyer01          | #1 to an authority
        pbx/outside-after-a-word        | ANSWERED  | lawyer01 | lawyer01          | *2 to an authority
        pbx/vanished-in-the-talk        | ANSWERED  | lawyer01 | lawyer01          | no BYE
        pbx/vanished-in-the-queue       | ANY       | -        | -                 | no BYE
        pbx/exchange-stopped-in-the-talk  | INTERRUPTED | lawyer01 | lawyer01      | the exchange is stopped in order
        pbx/exchange-stopped-in-the-queue | INTERRUPTED | -        | -             | the same while he waits
        """)
    void becomesItsRecord(String name, String outcome, String lawyer, String lawyers, String how) {
        CallProjection call = RecordedCalls.fold(name);
        assertThat(call.live()).as(how).isEmpty();
        if (!outcome.equals("ANY")) {
            assertThat(call.outcome()).as(how).contains(Outcome.valueOf(outcome));
        }
        assertThat(call.lawyers()).as(how).isEqualTo(lawyers == null ? List.of() : List.of(lawyers.split(",")));
        Optional.ofNullable(lawyer)
                .ifPresent(one -> assertThat(call.lawyer()).as(how).contains(one));
        assertThat(call.centre()).contains("jiaozuo");
    }

    @ParameterizedTest
    @CsvSource({"pbx/callback, 138", "pbx/callback-on-another-number, 03912345678"})
    void theCallbackHasTheNumberThatWasConfirmed(String name, String number) {
        assertThat(RecordedCalls.fold(name).callbackNumber().orElseThrow()).startsWith(number);
    }
}
