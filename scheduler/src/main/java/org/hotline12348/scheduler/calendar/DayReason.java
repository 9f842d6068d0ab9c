package org.hotline12348.scheduler.calendar;

import java.util.Objects;

/**
 * Why a day is served or not.
 *
 * @param kind the rule that decided
 * @param name the holiday's Chinese name (国庆节), or the coordinator's words for a day opened or closed by hand, or
 *     empty
 */
public record DayReason(Kind kind, String name) {

    public DayReason {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
    }

    /** The rules that can decide a day. */
    public enum Kind {
        /** Monday to Friday, nothing special. */
        ORDINARY_DAY("正常服务日"),
        /** Saturday or Sunday, nothing special. */
        WEEKEND("周末"),
        /** A day off announced by the State Council, or named by law. */
        STATE_HOLIDAY("法定节假日"),
        /** A weekend day that the State Council made a working day. */
        MAKE_UP_WORKDAY("调休上班日"),
        /** A weekend day between announced days off. */
        SANDWICHED_WEEKEND("节假日中间的周末"),
        /** The coordinator opened the day, or gave it other hours. */
        OPENED_BY_HAND("特别开放"),
        /** The coordinator closed the day. */
        CLOSED_BY_HAND("临时停止服务");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    static DayReason of(Kind kind) {
        return new DayReason(kind, "");
    }

    /** For people, in Chinese: the holiday's name or the coordinator's words where there are any, else the rule. */
    public String text() {
        return switch (kind) {
            case ORDINARY_DAY, WEEKEND -> kind.label;
            case STATE_HOLIDAY, OPENED_BY_HAND, CLOSED_BY_HAND -> name.isEmpty() ? kind.label : name;
            case MAKE_UP_WORKDAY, SANDWICHED_WEEKEND -> name.isEmpty() ? kind.label : kind.label + "（" + name + "）";
        };
    }
}
