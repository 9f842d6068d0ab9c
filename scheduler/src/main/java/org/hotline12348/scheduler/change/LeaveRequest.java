package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import org.hotline12348.scheduler.roster.Leave;

/**
 * A wish to be away, both days included, and what became of it.
 *
 * @param kind ANNUAL, SICK, OFFICIAL, OTHER
 * @param by who entered it
 * @param decidedBy who approved or refused it, or empty
 * @param remark the coordinator's words, or empty
 */
public record LeaveRequest(
        String id,
        String lawyer,
        LocalDate from,
        LocalDate to,
        Kind kind,
        String reason,
        State state,
        String by,
        Instant at,
        String decidedBy,
        String remark)
        implements Paper {

    /** The most days one leave may last. */
    public static final int LONGEST_DAYS = 366;

    /** Why somebody is away. */
    public enum Kind {
        ANNUAL,
        SICK,
        OFFICIAL,
        OTHER
    }

    /** What became of it. */
    public enum State {
        ASKED,
        APPROVED,
        REFUSED,
        WITHDRAWN;

        /** As people read it. */
        String chinese() {
            return switch (this) {
                case ASKED -> "待批";
                case APPROVED -> "已批准";
                case REFUSED -> "未批准";
                case WITHDRAWN -> "已撤回";
            };
        }
    }

    @Override
    public boolean open() {
        return state == State.ASKED;
    }

    /** Whether it counts, or may yet count. */
    public boolean stands() {
        return state == State.ASKED || state == State.APPROVED;
    }

    public Leave leave() {
        return new Leave(id, lawyer, from, to, reason);
    }

    /**
     * Checks a new wish.
     *
     * @param today the centre's day
     * @param others the leaves of the same practitioner
     */
    public static Optional<Refusal> check(LeaveRequest wish, LocalDate today, Collection<LeaveRequest> others) {
        if (wish.to().isBefore(wish.from())) {
            return refusal(
                    "DATES",
                    "请假结束日 %s 早于开始日 %s。/ The leave ends (%s) before it begins (%s)."
                            .formatted(wish.to(), wish.from(), wish.to(), wish.from()));
        }
        if (wish.to().isBefore(today)) {
            return refusal(
                    "PAST",
                    "请假期间 %s 至 %s 已经过去。/ The leave from %s to %s is over already."
                            .formatted(wish.from(), wish.to(), wish.from(), wish.to()));
        }
        if (wish.to().toEpochDay() - wish.from().toEpochDay() >= LONGEST_DAYS) {
            return refusal(
                    "TOO_LONG", "一次请假最多 %d 天。/ One leave lasts at most %d days.".formatted(LONGEST_DAYS, LONGEST_DAYS));
        }
        return others.stream()
                .filter(other -> other.stands()
                        && other.lawyer().equals(wish.lawyer())
                        && !other.id().equals(wish.id())
                        && !other.from().isAfter(wish.to())
                        && !wish.from().isAfter(other.to()))
                .findFirst()
                .flatMap(other -> refusal(
                        "OVERLAP",
                        "与 %s 至 %s 的请假重叠。/ It overlaps with the leave from %s to %s."
                                .formatted(other.from(), other.to(), other.from(), other.to())));
    }

    private static Optional<Refusal> refusal(String rule, String detail) {
        return Optional.of(new Refusal(rule, detail));
    }

    /** Decides; only a wish that is still open can be decided, an approved one can be withdrawn. */
    public Verdict<LeaveRequest> become(State changed, String who, String words) {
        boolean allowed = switch (changed) {
            case APPROVED, REFUSED -> state == State.ASKED;
            case WITHDRAWN -> stands();
            case ASKED -> false;
        };
        return allowed
                ? Verdict.done(new LeaveRequest(id, lawyer, from, to, kind, reason, changed, by, at, who, words))
                : Verdict.refused(
                        "STATE",
                        "该请假的状态是“%s”，不能改为“%s”。/ This leave is %s already and cannot become %s."
                                .formatted(state.chinese(), changed.chinese(), state, changed));
    }
}
