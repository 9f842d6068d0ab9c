package org.hotline12348.scheduler.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.hotline12348.scheduler.calendar.DailyWindow;

/** Records as the JSON of the tables: times in ISO form, hours as {@code 08:00-20:00}. */
final class StoreJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(hours())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoreJson() {}

    static JsonObject object(Object value) {
        try {
            return new JsonObject(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write %s as JSON.".formatted(value.getClass()), e);
        }
    }

    static JsonArray array(List<?> values) {
        try {
            return new JsonArray(MAPPER.writeValueAsString(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a list as JSON.", e);
        }
    }

    static <T> T read(JsonObject json, Class<T> type) {
        try {
            return MAPPER.readValue(json.encode(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "The database holds a %s that cannot be read: %s".formatted(type.getSimpleName(), e.getMessage()),
                    e);
        }
    }

    static <T> List<T> read(JsonArray json, TypeReference<List<T>> type) {
        try {
            return MAPPER.readValue(json.encode(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds a list that cannot be read: " + e.getMessage(), e);
        }
    }

    private static SimpleModule hours() {
        return new SimpleModule()
                .addSerializer(new StdSerializer<>(DailyWindow.class) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public void serialize(DailyWindow value, JsonGenerator json, SerializerProvider provider)
                            throws IOException {
                        json.writeString(value.toString());
                    }
                })
                .addDeserializer(DailyWindow.class, new StdDeserializer<>(DailyWindow.class) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public DailyWindow deserialize(JsonParser json, DeserializationContext context) throws IOException {
                        return DailyWindow.parse(json.getText());
                    }
                });
    }
}
