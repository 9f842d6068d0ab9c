package org.hotline12348.core.consultation;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.consultation.WordLists.Word;

class InMemoryConsultationBookTest extends ConsultationBookContract {

    /** As {@code V320__hand_off_and_sensitive_matters.sql} marks them. */
    private static final Set<String> SENSITIVE = Set.of("domestic_violence", "medical", "criminal", "minor");

    private final InMemoryConsultationBook book =
            new InMemoryConsultationBook(_ -> ZoneId.of("Asia/Shanghai"), lists());

    @Override
    protected ConsultationBook book() {
        return book;
    }

    @Override
    protected void record(List<CallProjection> calls) {
        book.record(calls);
    }

    /** The lists as the migration enters them. */
    static WordLists lists() {
        try (var in = InMemoryConsultationBookTest.class.getResourceAsStream(
                "/db/hotline/V100__journal_and_consultations.sql")) {
            String sql = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new WordLists(words(sql, "CATEGORY"), words(sql, "DISPOSITION"), words(sql, "CALLER_GROUP"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Word> words(String sql, String list) {
        Matcher rows = Pattern.compile("\\('\\*', '" + list + "', '([^']*)', '([^']*)', '((?:[^']|'')*)', '([^']*)'")
                .matcher(sql);
        List<Word> words = new ArrayList<>();
        while (rows.find()) {
            String key = rows.group(1);
            String en = rows.group(3).replace("''", "'");
            words.add(new Word(key, rows.group(2), en, rows.group(4), SENSITIVE.contains(key)));
        }
        return words;
    }
}
