package org.hotline12348.core.knowledge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A law as its file tells it. Pure.
 *
 * @param name the law's whole name
 * @param note words on its version; empty when there are none
 * @param articles in the order of the file
 */
public record Law(String name, String note, List<Article> articles) {

    private static final String DIGITS = "零一二三四五六七八九";

    /**
     * One article.
     *
     * @param label as it is cited: 第二十三条
     * @param text its words, paragraphs apart by a line break
     */
    public record Article(String label, String text) {}

    /** An article found, with the law it stands in. */
    public record Found(String law, String note, Article article) {}

    public Law {
        articles = List.copyOf(articles);
    }

    /**
     * Reads a file: {@code # name}, then a note, then {@code ## label} before each article. A file without a name has the
     * name given.
     */
    public static Law read(String fileName, String text) {
        String name = fileName;
        StringBuilder note = new StringBuilder();
        List<Article> articles = new ArrayList<>();
        String label = "";
        StringBuilder body = new StringBuilder();
        for (String line : (text + "\n## ").lines().toList()) {
            if (line.startsWith("## ") || line.equals("##")) {
                if (!label.isEmpty()) {
                    articles.add(new Article(label, paragraphs(body)));
                }
                label = line.substring(2).strip();
                body.setLength(0);
            } else if (line.startsWith("# ")) {
                name = line.substring(2).strip();
            } else {
                (label.isEmpty() ? note : body).append(line.strip()).append('\n');
            }
        }
        return new Law(name, paragraphs(note), articles);
    }

    private static String paragraphs(StringBuilder text) {
        return text.toString().replaceAll("\n{2,}", "\n").strip();
    }

    /**
     * The articles in which every word occurs, those cited by number first, then those whose words occur more often. A
     * number may be written 23, 二十三 or 第二十三条; nothing to look for finds all, in their order.
     */
    public static List<Found> search(List<Law> laws, String words, int limit) {
        List<String> wanted = List.of(words.strip().toLowerCase(Locale.ROOT).split("[\\s，、,]+")).stream()
                .filter(word -> !word.isEmpty())
                .toList();
        record Scored(Found found, int score) {}
        List<Scored> hits = new ArrayList<>();
        for (Law law : laws) {
            for (Article article : law.articles()) {
                int score = 0;
                boolean all = true;
                for (String word : wanted) {
                    int one = score(law, article, word);
                    all &= one > 0;
                    score += one;
                }
                if (all) {
                    hits.add(new Scored(new Found(law.name(), law.note(), article), score));
                }
            }
        }
        return hits.stream()
                .sorted(Comparator.comparing((Scored hit) -> -hit.score()))
                .limit(limit)
                .map(Scored::found)
                .toList();
    }

    private static int score(Law law, Article article, String word) {
        if (article.label().equals(word) || article.label().equals("第" + number(word) + "条")) {
            return 1000;
        }
        String text = article.text().toLowerCase(Locale.ROOT);
        int found = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
            found++;
        }
        return found
                + (law.name().toLowerCase(Locale.ROOT).contains(word)
                                || article.label().contains(word)
                        ? 1
                        : 0);
    }

    /** 23 -> 二十三, 105 -> 一百零五; what is no number below 10,000 stays. */
    static String number(String word) {
        if (!word.matches("[1-9][0-9]{0,3}")) {
            return word;
        }
        String units = "千百十";
        String digits = "0".repeat(4 - word.length()) + word;
        StringBuilder text = new StringBuilder();
        boolean gap = false;
        for (int place = 0; place < 4; place++) {
            int digit = digits.charAt(place) - '0';
            if (digit == 0) {
                gap |= !text.isEmpty();
                continue;
            }
            if (gap) {
                text.append('零');
                gap = false;
            }
            // Ten is 十, not 一十, unless something stands before it.
            if (!(place == 2 && digit == 1 && text.isEmpty())) {
                text.append(DIGITS.charAt(digit));
            }
            if (place < 3) {
                text.append(units.charAt(place));
            }
        }
        return text.toString();
    }
}
