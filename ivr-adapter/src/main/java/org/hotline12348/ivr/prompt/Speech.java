package org.hotline12348.ivr.prompt;

import java.util.Map;
import java.util.TreeMap;

/** The pieces from which times, dates and counts are put together, as text. Pure. */
public final class Speech {
    private static final String[] DIGITS = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };

    private Speech() {}

    /** Whole numbers 0-99 as Mandarin says them: 十二, 二十, 三十一. */
    static String mandarin(int number) {
        if (number < 0 || number > 99) {
            throw new IllegalArgumentException("A spoken number is 0 to 99, not %d.".formatted(number));
        }
        int tens = number / 10;
        int ones = number % 10;
        return switch (tens) {
            case 0 -> DIGITS[ones];
            default -> (tens == 1 ? "" : DIGITS[tens]) + "十" + (ones == 0 ? "" : DIGITS[ones]);
        };
    }

    /** The same before a measure word, where two is 两: 两点, 两位, 两分钟. */
    static String counted(int number) {
        return number == 2 ? "两" : mandarin(number);
    }

    /**
     * Key -> text of every piece: {@code month-1..12}, {@code day-1..31}, {@code hour-0..24}, {@code minute-5..55} in steps of five, {@code
     * wait-1..30} (minutes), {@code digits/…} (numbers as the PBX says them).
     *
     * @param language zh or en
     */
    public static Map<String, String> pieces(String language) {
        boolean chinese = language.equals("zh");
        Map<String, String> pieces = new TreeMap<>();
        for (int n = 1; n <= 12; n++) {
            pieces.put("month-" + n, chinese ? mandarin(n) + "月" : MONTHS[n - 1]);
        }
        for (int n = 1; n <= 31; n++) {
            pieces.put("day-" + n, chinese ? mandarin(n) + "日" : ordinal(n));
        }
        for (int n = 0; n <= 24; n++) {
            pieces.put("hour-" + n, chinese ? counted(n) + "点" : hour(n));
        }
        for (int n = 5; n <= 55; n += 5) {
            pieces.put("minute-" + n, chinese ? (n < 10 ? "零" : "") + mandarin(n) + "分" : (n < 10 ? "oh " : "") + n);
        }
        for (int n = 1; n <= 30; n++) {
            pieces.put(
                    "wait-" + n,
                    chinese
                            ? "预计等待" + counted(n) + "分钟"
                            : n == 1 ? "The expected wait is one minute" : "The expected wait is " + n + " minutes");
        }
        digits(pieces, chinese);
        return pieces;
    }

    /** What Asterisk's own number speaking (a queue's places) puts together: 0-20 and the tens, hundred. */
    private static void digits(Map<String, String> pieces, boolean chinese) {
        for (int n = 0; n <= 90; n += n < 20 ? 1 : 10) {
            pieces.put("digits/" + n, chinese ? mandarin(n) : Integer.toString(n));
        }
        pieces.put("digits/hundred", chinese ? "百" : "hundred");
    }

    private static String ordinal(int n) {
        String end = switch (n % 10) {
            case 1 -> n == 11 ? "th" : "st";
            case 2 -> n == 12 ? "th" : "nd";
            case 3 -> n == 13 ? "th" : "rd";
            default -> "th";
        };
        return n + end;
    }

    private static String hour(int n) {
        int clock = n % 12 == 0 ? 12 : n % 12;
        return clock + (n % 24 < 12 ? " A M" : " P M");
    }
}
