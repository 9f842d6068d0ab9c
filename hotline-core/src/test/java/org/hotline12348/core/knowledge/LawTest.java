package org.hotline12348.core.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hotline12348.core.knowledge.Law.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finding an article while somebody waits on the telephone. */
class LawTest {
    private static final Law AID = shipped();

    private static Law shipped() {
        try {
            return Law.read("法律援助法", Files.readString(Path.of("../config/laws/法律援助法.md")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> found(String words) {
        return Law.search(List.of(AID), words, 10).stream()
                .map(Found::article)
                .map(Law.Article::label)
                .toList();
    }

    @Test
    void theShippedFileHoldsWhatTheHotlineNeeds() {
        assertThat(AID.name()).isEqualTo("中华人民共和国法律援助法");
        assertThat(AID.note()).contains("2022年1月1日");
        assertThat(AID.articles())
                .extracting(Law.Article::label)
                .containsExactly("第二十三条", "第三十一条", "第三十二条", "第四十二条", "第四十三条", "第四十四条");
        assertThat(AID.articles())
                .allSatisfy(article -> assertThat(article.text()).endsWith("。"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        23             | 第二十三条
        二十三          | 第二十三条
        第四十四条       | 第四十四条
        家庭暴力         | 第三十二条
        劳动报酬 确认     | 第三十一条
        进城务工人员      | 第四十二条
        七日内           | 第四十三条
        """)
    void theFirstOneFound(String words, String label) {
        assertThat(found(words)).startsWith(label);
    }

    @Test
    void everyWordMustOccurAndNothingToLookForFindsAll() {
        assertThat(found("劳动报酬 家庭暴力")).isEmpty();
        assertThat(found("  ")).hasSize(6);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "1,一",
        "10,十",
        "12,十二",
        "20,二十",
        "100,一百",
        "105,一百零五",
        "110,一百一十",
        "188,一百八十八",
        "1260,一千二百六十",
        "1005,一千零五",
        "x,x"
    })
    void numbersAsArticlesAreCounted(String digits, String words) {
        assertThat(Law.number(digits)).isEqualTo(words);
    }

    @Test
    void aFileOfAnyShapeIsReadWithoutFailing() {
        assertThat(Law.read("name", "").articles()).isEmpty();
        assertThat(Law.read("name", "words only").name()).isEqualTo("name");
        assertThat(Law.read("name", "## 第一条").articles()).containsExactly(new Law.Article("第一条", ""));
    }
}
