package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is wrong with a body is told once, and nothing else")
class RequestCheckTest {

    private static final Validator SCHEMA = Validator.create(
            JsonSchema.of(new JsonObject("""
                    {"type": "object", "additionalProperties": false, "required": ["from", "to"], "properties": {
                      "from": {"type": "string", "format": "date"},
                      "to": {"type": "string", "format": "date"},
                      "seats": {"type": "integer", "minimum": 1},
                      "hours": {"oneOf": [{"type": "null"}, {"type": "object", "properties": {"opens": {"type": "integer"}}}]},
                      "roles": {"type": "array", "items": {"type": "object", "additionalProperties": false,
                        "required": ["role"], "properties": {"role": {"enum": ["LAWYER", "STAFF"]}}}}}}""")),
            new JsonSchemaOptions()
                    .setBaseUri("https://hotline.invalid/")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic));

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"from": "2026-02-30", "to": "2026-03-01"}                   | from: is no date, such as 2026-10-10. | a day that does not exist
            {"from": "soon", "to": "later"}                              | from: is no date, such as 2026-10-10.; to: is no date, such as 2026-10-10. | each of two
            {"to": "2026-03-01"}                                         | from: is missing. | a field that is required
            {"from": "2026-03-01", "to": "2026-03-01", "form": 1}        | form: is not known here. | a mistyped name
            {"from": "soon", "to": "2026-03-01", "form": 1}              | from: is no date, such as 2026-10-10.; form: is not known here. | both at once
            {"from": "2026-03-01", "to": "2026-03-01", "seats": "two"}   | seats: Instance type string is invalid. Expected integer. | another type
            {"from": "2026-03-01", "to": "2026-03-01", "hours": {"opens": "x"}} | hours.opens: Instance type string is invalid. Expected integer. | within what may be null
            {"from": "2026-03-01", "to": "2026-03-01", "roles": [{}, {"role": "BOSS", "n": 1}]} | roles.0.role: is missing.; roles.1.role: Instance does not match any of ["LAWYER","STAFF"].; roles.1.n: is not known here. | within a list
            []                                                           | : Instance type array is invalid. Expected object. | no object at all
            """)
    void eachFaultOnce(String body, String faults, String why) {
        assertThat(RequestCheck.faults(SCHEMA, Json.decodeValue(body), "").stream()
                        .map(fault -> fault.field() + ": " + fault.detail())
                        .collect(Collectors.joining("; ")))
                .as(why)
                .isEqualTo(faults);
    }
}
