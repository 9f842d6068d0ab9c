package org.hotline12348.scheduler.plan.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hotline12348.scheduler.plan.Candidate;
import org.hotline12348.scheduler.plan.DateSpan;
import org.hotline12348.scheduler.plan.FixedDuty;
import org.hotline12348.scheduler.plan.HardRule;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.SeatHolder;
import org.hotline12348.scheduler.plan.SeatToFill;
import org.hotline12348.scheduler.plan.Standing;
import org.hotline12348.scheduler.plan.TimeSpan;

/**
 * A planning problem as tables: seats by number in the order of their time, people by number in the order given.
 * Immutable.
 */
public final class Board {
    /** Holder of an empty seat. */
    public static final int NOBODY = -1;

    /** A monthly maximum that never binds. */
    public static final int UNLIMITED = Integer.MAX_VALUE / 2;

    private final PlanningProblem problem;
    private final Set<HardRule> enforced;
    private final SeatToFill[] seats;
    private final Candidate[] people;
    private final int[] day;
    private final int[] firstDayTouched;
    private final int[] lastDayTouched;
    private final int[] month;
    private final int months;
    private final int[] date;
    private final int[][] seatsOfDate;
    private final int[] lockedTo;
    private final int[] published;
    private final boolean replanning;
    private final BitSet[] leaveDays;
    private final int leaveOrigin;
    private final List<List<FixedDuty>> fixed;
    private final int[][] fixedDays;
    private final BitSet[] allowed;
    private final int[][] choices;
    private final BitSet[] near;
    private final int[][] monthCap;
    private final int[] share;
    private final int[] speciality;
    private final int specialities;
    private final int[] firm;
    private final int firms;
    private final int comfortableGap;

    private Board(
            PlanningProblem problem, Set<HardRule> enforced, Map<String, String> publishedHolders, boolean replanning) {
        this.problem = problem;
        this.enforced = enforced;
        this.replanning = replanning;
        this.seats = problem.seats().stream().sorted(Plan.BY_TIME).toArray(SeatToFill[]::new);
        this.people = problem.candidates().toArray(Candidate[]::new);
        int n = seats.length;
        Map<String, Integer> personIndex = new HashMap<>();
        for (int p = 0; p < people.length; p++) {
            personIndex.put(people[p].id(), p);
        }

        day = new int[n];
        firstDayTouched = new int[n];
        lastDayTouched = new int[n];
        month = new int[n];
        date = new int[n];
        Map<YearMonth, Integer> monthIndex = new TreeMap<>();
        TreeMap<LocalDate, List<Integer>> byDate = new TreeMap<>();
        for (int s = 0; s < n; s++) {
            day[s] = Math.toIntExact(seats[s].date().toEpochDay());
            firstDayTouched[s] = Math.min(day[s], epochDay(seats[s].from()));
            lastDayTouched[s] = Math.max(day[s], epochDay(seats[s].until().minusNanos(1)));
            month[s] = monthIndex.computeIfAbsent(YearMonth.from(seats[s].date()), unused -> monthIndex.size());
            byDate.computeIfAbsent(seats[s].date(), unused -> new ArrayList<>()).add(s);
        }
        months = monthIndex.size();
        seatsOfDate = byDate.values().stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        for (int d = 0; d < seatsOfDate.length; d++) {
            for (int s : seatsOfDate[d]) {
                date[s] = d;
            }
        }

        Map<String, Integer> seatIndex = new HashMap<>();
        for (int s = 0; s < n; s++) {
            seatIndex.put(seats[s].id(), s);
        }
        lockedTo = new int[n];
        Arrays.fill(lockedTo, NOBODY);
        for (SeatHolder lock : problem.locked()) {
            lockedTo[index(seatIndex, lock.seat())] = index(personIndex, lock.candidate());
        }
        published = new int[n];
        Arrays.fill(published, NOBODY);
        for (int s = 0; s < n; s++) {
            String holder = publishedHolders.get(seats[s].id());
            if (holder != null) {
                // A published holder who is no longer known is somebody who cannot keep the seat.
                published[s] = personIndex.getOrDefault(holder, people.length);
            }
        }

        leaveOrigin = n == 0 ? 0 : Arrays.stream(firstDayTouched).min().getAsInt();
        int horizon = n == 0 ? 0 : Arrays.stream(lastDayTouched).max().getAsInt() - leaveOrigin + 1;
        leaveDays = new BitSet[people.length];
        fixed = new ArrayList<>();
        for (int p = 0; p < people.length; p++) {
            leaveDays[p] = new BitSet(horizon);
            for (DateSpan leave : people[p].leaves()) {
                long first = Math.max(leave.first().toEpochDay() - leaveOrigin, 0);
                long last = Math.min(leave.last().toEpochDay() - leaveOrigin, horizon - 1L);
                if (first <= last) {
                    leaveDays[p].set((int) first, (int) last + 1);
                }
            }
            fixed.add(new ArrayList<>());
        }
        for (FixedDuty duty : problem.fixed()) {
            Integer p = personIndex.get(duty.candidate());
            if (p != null) {
                fixed.get(p).add(duty);
            }
        }
        fixedDays = fixed.stream()
                .map(duties -> duties.stream()
                        .mapToInt(duty -> Math.toIntExact(duty.date().toEpochDay()))
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);

        monthCap = new int[people.length][months];
        int cap = enforced.contains(HardRule.MAXIMUM_PER_MONTH)
                ? problem.rules().maximumPerMonth().orElse(UNLIMITED)
                : UNLIMITED;
        for (int p = 0; p < people.length; p++) {
            Arrays.fill(monthCap[p], cap);
            if (cap < UNLIMITED) {
                for (FixedDuty duty : fixed.get(p)) {
                    Integer m = monthIndex.get(YearMonth.from(duty.date()));
                    if (m != null && monthCap[p][m] > 0) {
                        monthCap[p][m]--;
                    }
                }
            }
        }

        allowed = new BitSet[n];
        choices = new int[n][];
        int[] datesAvailable = new int[people.length];
        boolean[] availableToday = new boolean[people.length];
        for (int[] today : seatsOfDate) {
            Arrays.fill(availableToday, false);
            for (int s : today) {
                allowed[s] = new BitSet(people.length);
                for (int p = 0; p < people.length; p++) {
                    boolean present = !onLeave(s, p) && !unavailable(s, p) && standing(s, p);
                    availableToday[p] |= present;
                    if (blocks(s, p).stream().noneMatch(enforced::contains)) {
                        allowed[s].set(p);
                    }
                }
                choices[s] = allowed[s].stream().toArray();
            }
            for (int p = 0; p < people.length; p++) {
                if (availableToday[p]) {
                    datesAvailable[p]++;
                }
            }
        }
        share = new int[people.length];
        for (int p = 0; p < people.length; p++) {
            int dates = Math.max(1, seatsOfDate.length);
            share[p] = Math.max(1, Math.round((float) people[p].sharePercent() * datesAvailable[p] / dates));
        }

        near = new BitSet[n];
        for (int s = 0; s < n; s++) {
            near[s] = new BitSet(n);
        }
        long rest = problem.rules().minimumRest().toSeconds() + 1;
        long[] from = Arrays.stream(seats)
                .mapToLong(seat -> seat.from().getEpochSecond())
                .toArray();
        long[] until = Arrays.stream(seats)
                .mapToLong(seat -> seat.until().getEpochSecond() + 1)
                .toArray();
        for (int s = 0; s < n; s++) {
            for (int t = s + 1; t < n; t++) {
                boolean farApart =
                        Math.abs(day[t] - day[s]) >= Math.max(1, problem.rules().minimumGapDays())
                                && from[t] >= until[s] + rest;
                if (!farApart
                        && pairBlocks(seats[s].date(), seats[s].time(), seats[t].date(), seats[t].time()).stream()
                                .anyMatch(enforced::contains)) {
                    near[s].set(t);
                    near[t].set(s);
                }
            }
        }

        Map<String, Integer> names = new HashMap<>();
        speciality = Arrays.stream(people)
                .mapToInt(person -> person.specialities().isEmpty()
                        ? NOBODY
                        : names.computeIfAbsent(person.specialities().getFirst(), unused -> names.size()))
                .toArray();
        specialities = names.size();
        Map<String, Integer> firmNames = new HashMap<>();
        firm = Arrays.stream(people)
                .mapToInt(person -> person.firm()
                        .map(name -> firmNames.computeIfAbsent(name, unused -> firmNames.size()))
                        .orElse(NOBODY))
                .toArray();
        firms = firmNames.size();

        int days = n == 0
                ? 0
                : Arrays.stream(day).max().getAsInt() - Arrays.stream(day).min().getAsInt() + 1;
        comfortableGap = problem.rules()
                .comfortableGapDays()
                .orElse(n == 0 ? 0 : Math.max(problem.rules().minimumGapDays(), days * people.length / n / 2));
    }

    private static int index(Map<String, Integer> index, String id) {
        Integer found = index.get(id);
        if (found == null) {
            throw new IllegalStateException("Unknown id " + id + " in a checked problem.");
        }
        return found;
    }

    public static Board of(PlanningProblem problem) {
        return new Board(problem, EnumSet.allOf(HardRule.class), Map.of(), false);
    }

    /** The same problem under some of its rules only, to find out which ones are in conflict. */
    public static Board of(PlanningProblem problem, Set<HardRule> enforced) {
        return new Board(problem, Set.copyOf(enforced), Map.of(), false);
    }

    /** A problem with published holders by seat id, whose changes are counted. */
    public static Board of(PlanningProblem problem, Map<String, String> published) {
        return new Board(problem, EnumSet.allOf(HardRule.class), published, true);
    }

    private int epochDay(Instant instant) {
        return Math.toIntExact(instant.atZone(problem.zone()).toLocalDate().toEpochDay());
    }

    private boolean onLeave(int s, int p) {
        int at = leaveDays[p].nextSetBit(firstDayTouched[s] - leaveOrigin);
        return at >= 0 && at <= lastDayTouched[s] - leaveOrigin;
    }

    private boolean unavailable(int s, int p) {
        return people[p].unavailableWeekdays().contains(seats[s].date().getDayOfWeek())
                || people[p].unavailable().stream().anyMatch(span -> span.overlaps(seats[s].time()));
    }

    private boolean standing(int s, int p) {
        return people[p].standing() == Standing.ACTIVE && people[p].serves().contains(seats[s].date());
    }

    /** The rules that keep a person out of a seat whatever the other seats hold. */
    public Set<HardRule> blocks(int s, int p) {
        EnumSet<HardRule> found = EnumSet.noneOf(HardRule.class);
        if (lockedTo[s] != NOBODY && lockedTo[s] != p) {
            found.add(HardRule.LOCKED);
        }
        if (seats[s].role().isPresent()
                && !people[p].roles().contains(seats[s].role().get())) {
            found.add(HardRule.ROLE);
        }
        if (!standing(s, p)) {
            found.add(HardRule.STANDING);
        }
        if (unavailable(s, p)) {
            found.add(HardRule.AVAILABILITY);
        }
        if (onLeave(s, p)) {
            found.add(HardRule.LEAVE);
        }
        if (monthCap[p][month[s]] <= 0) {
            found.add(HardRule.MAXIMUM_PER_MONTH);
        }
        for (FixedDuty duty : fixed.get(p)) {
            found.addAll(pairBlocks(seats[s].date(), seats[s].time(), duty.date(), duty.time()));
        }
        return found;
    }

    private Set<HardRule> pairBlocks(LocalDate dateA, TimeSpan a, LocalDate dateB, TimeSpan b) {
        EnumSet<HardRule> found = EnumSet.noneOf(HardRule.class);
        long apart = Math.abs(dateA.toEpochDay() - dateB.toEpochDay());
        if (apart == 0) {
            found.add(HardRule.ONE_DUTY_A_DAY);
        }
        if (apart > 0 && apart < problem.rules().minimumGapDays()) {
            found.add(HardRule.MINIMUM_GAP);
        }
        TimeSpan first = a.from().isBefore(b.from()) ? a : b;
        TimeSpan second = a.from().isBefore(b.from()) ? b : a;
        if (second.from().isBefore(first.until().plus(problem.rules().minimumRest()))) {
            found.add(HardRule.MINIMUM_REST);
        }
        return found;
    }

    /** The rules that forbid one person both seats. */
    public Set<HardRule> pairBlocks(int s, int t) {
        return pairBlocks(seats[s].date(), seats[s].time(), seats[t].date(), seats[t].time());
    }

    public PlanningProblem problem() {
        return problem;
    }

    public int seats() {
        return seats.length;
    }

    public int people() {
        return people.length;
    }

    /** Pairs of a seat and a person who could hold it: the size of the problem. */
    public long pairs() {
        return Arrays.stream(choices).mapToLong(options -> options.length).sum();
    }

    public SeatToFill seat(int s) {
        return seats[s];
    }

    public Candidate person(int p) {
        return people[p];
    }

    public int day(int s) {
        return day[s];
    }

    public int month(int s) {
        return month[s];
    }

    public int months() {
        return months;
    }

    public int monthCap(int p, int m) {
        return monthCap[p][m];
    }

    /** The number of the date a seat is on, dates counted in order. */
    public int date(int s) {
        return date[s];
    }

    public int dates() {
        return seatsOfDate.length;
    }

    public int[] seatsOfDate(int d) {
        return seatsOfDate[d];
    }

    public boolean locked(int s) {
        return lockedTo[s] != NOBODY;
    }

    public boolean replanning() {
        return replanning;
    }

    /** The published holder, {@link #NOBODY} for none, {@link #people()} for somebody who is no longer known. */
    public int published(int s) {
        return published[s];
    }

    public boolean allowed(int s, int p) {
        return allowed[s].get(p);
    }

    /** Everybody who could hold the seat if all others were empty. */
    public int[] choices(int s) {
        return choices[s];
    }

    /** Whether no person may hold both seats. */
    public boolean near(int s, int t) {
        return near[s].get(t);
    }

    public BitSet near(int s) {
        return near[s];
    }

    /** Epoch days of a person's duties outside the problem, ascending. */
    public int[] fixedDays(int p) {
        return fixedDays[p];
    }

    /** The effective share in per cent: the agreed one lowered by absence. */
    public int share(int p) {
        return share[p];
    }

    /** What a person's n-th duty in this problem costs (n from 1); past periods are before it. */
    public long cost(Fairness fairness, int p, int n) {
        return Fairness.costOf(fairness.past(people[p].past()) + n, share[p]);
    }

    public boolean counts(Fairness fairness, int s) {
        return fairness.counts(seats[s].dayKind());
    }

    public int[] seatsOf(Fairness fairness) {
        return IntStream.range(0, seats.length).filter(s -> counts(fairness, s)).toArray();
    }

    /** The number of a person's main speciality, {@link #NOBODY} for none. */
    public int speciality(int p) {
        return speciality[p];
    }

    public int specialities() {
        return specialities;
    }

    public int firm(int p) {
        return firm[p];
    }

    public int firms() {
        return firms;
    }

    /** Whether the seat wishes a speciality this person lacks. */
    public boolean missesWish(int s, int p) {
        Set<String> wished = seats[s].wishedSpecialities();
        return !wished.isEmpty() && people[p].specialities().stream().noneMatch(wished::contains);
    }

    public boolean dislikes(int s, int p) {
        return people[p].dislikedWeekdays().contains(seats[s].date().getDayOfWeek());
    }

    /** The gap in days aimed at. */
    public int comfortableGap() {
        return comfortableGap;
    }
}
