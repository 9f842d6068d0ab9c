package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a bench saw: a table for people, and the same as JSON with whatever else was measured. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * One figure.
     *
     * @param what what was measured, with its unit
     * @param seen the figure
     * @param beside what it is compared with; empty when with nothing
     * @param must the rule; empty when it is told for information only
     * @param holds whether the rule holds
     */
    public record Line(String what, String seen, String beside, String must, boolean holds) {}

    private final String title;
    private final Instant began;
    private final List<Line> lines = new ArrayList<>();
    private final ObjectNode more = JSON.createObjectNode();

    /** @param title what was done, in one line */
    public Report(String title, Instant began) {
        this.title = title;
        this.began = began;
    }

    /** A figure told for information. */
    public Report tells(String what, Object seen, Object beside) {
        lines.add(new Line(what, seen.toString(), beside.toString(), "", true));
        return this;
    }

    /** A figure for which a rule holds or does not. */
    public Report must(String what, Object seen, Object beside, String must, boolean holds) {
        lines.add(new Line(what, seen.toString(), beside.toString(), must, holds));
        return this;
    }

    /** A count that must be exactly this. */
    public Report counts(String what, long seen, long must) {
        return must(what, seen, "", "= " + must, seen == must);
    }

    /** For the JSON only. */
    public ObjectNode more() {
        return more;
    }

    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Whether every rule holds. */
    public boolean holds() {
        return lines.stream().allMatch(Line::holds);
    }

    /** The table. */
    public String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "seen", "beside", "must", ""));
        for (Line line : lines) {
            String verdict = line.must().isEmpty() ? "" : line.holds() ? "ok" : "FAILS";
            rows.add(List.of(line.what(), line.seen(), line.beside(), line.must(), verdict));
        }
        int[] widths = new int[5];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        StringBuilder text = new StringBuilder(title).append('\n');
        for (List<String> row : rows) {
            StringBuilder out = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String pad = " ".repeat(widths[i] - cell.length());
                boolean figure = i == 1 || i == 2;
                out.append(figure ? pad + cell : cell + pad).append("  ");
            }
            text.append(out.toString().stripTrailing()).append('\n');
        }
        return text.append(holds() ? "  all holds\n" : "  NOT ALL HOLDS\n").toString();
    }

    /** The same for programs. */
    public String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("bench", title)
                .put("began", began.toString())
                .put("holds", holds())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("java", Runtime.version().toString());
        ArrayNode figures = json.putArray("figures");
        for (Line line : lines) {
            ObjectNode figure = figures.addObject()
                    .put("what", line.what())
                    .put("seen", line.seen())
                    .put("beside", line.beside());
            Optional.of(line.must())
                    .filter(rule -> !rule.isEmpty())
                    .ifPresent(rule -> figure.put("must", rule).put("holds", line.holds()));
        }
        return json.setAll(more).toPrettyString();
    }
}
