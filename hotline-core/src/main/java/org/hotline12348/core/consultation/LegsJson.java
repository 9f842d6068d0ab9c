package org.hotline12348.core.consultation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.call.LawyerLeg;
import org.hotline12348.core.call.TimelineEntry;

/** Legs and timelines as they are kept in JSON columns. */
final class LegsJson {

    private LegsJson() {}

    static JsonArray legs(List<LawyerLeg> legs) {
        JsonArray array = new JsonArray();
        for (LawyerLeg leg : legs) {
            JsonObject object = new JsonObject()
                    .put("lawyer", leg.lawyer())
                    .put("rangAt", leg.rangAt().toString())
                    .put("talkSeconds", leg.talkSeconds())
                    .put("ending", leg.ending());
            leg.answeredAt().ifPresent(at -> object.put("answeredAt", at.toString()));
            leg.endedAt().ifPresent(at -> object.put("endedAt", at.toString()));
            array.add(object);
        }
        return array;
    }

    static List<LawyerLeg> legs(JsonArray array) {
        List<LawyerLeg> legs = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonObject leg = array.getJsonObject(i);
            legs.add(new LawyerLeg(
                    leg.getString("lawyer"),
                    Instant.parse(leg.getString("rangAt")),
                    Optional.ofNullable(leg.getString("answeredAt")).map(Instant::parse),
                    Optional.ofNullable(leg.getString("endedAt")).map(Instant::parse),
                    leg.getInteger("talkSeconds"),
                    leg.getString("ending")));
        }
        return legs;
    }

    static JsonArray timeline(List<TimelineEntry> timeline) {
        JsonArray array = new JsonArray();
        for (TimelineEntry entry : timeline) {
            array.add(new JsonObject()
                    .put("at", entry.at().toString())
                    .put("what", entry.what())
                    .put("detail", entry.detail()));
        }
        return array;
    }

    static List<TimelineEntry> timeline(JsonArray array) {
        List<TimelineEntry> timeline = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonObject entry = array.getJsonObject(i);
            timeline.add(new TimelineEntry(
                    Instant.parse(entry.getString("at")), entry.getString("what"), entry.getString("detail")));
        }
        return timeline;
    }
}
