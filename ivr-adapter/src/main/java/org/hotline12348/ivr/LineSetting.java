package org.hotline12348.ivr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something the PBX is told once and then holds without us. Family, key and value are its place in AstDB. */
public sealed interface LineSetting {

    String family();

    String key();

    /** Empty: it is forgotten. */
    Optional<String> value();

    /** The centre whose it is; empty: it holds for the whole PBX. */
    default Optional<String> owner() {
        return Optional.empty();
    }

    /**
     * How long a talk takes on the mean: from it the PBX tells callers how long they will wait.
     *
     * @param soundUntil after this nothing is said any more, unless it was told anew
     */
    record TalkTime(String centre, Duration mean, Instant soundUntil) implements LineSetting {
        public TalkTime {
            Names.check("centre", centre);
            if (mean.isNegative() || mean.compareTo(Duration.ofHours(4)) > 0) {
                throw new IllegalArgumentException(
                        "A talk of %s on the mean cannot be told to callers of %s: it must be 0 s to 4 h; 0 says nothing."
                                .formatted(mean, centre));
            }
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(centre);
        }

        @Override
        public String family() {
            return "talk";
        }

        @Override
        public String key() {
            return centre;
        }

        @Override
        public Optional<String> value() {
            return mean.isZero() ? Optional.empty() : Optional.of(mean.toSeconds() + "," + soundUntil.getEpochSecond());
        }
    }

    /** Whether a key in the welcome does something; unless a centre wants it, none but 9 does. */
    record WelcomeKey(String centre, Use use, boolean on) implements LineSetting {
        /** What it is for. */
        public enum Use {
            /** 8: an earlier turn for the old, the disabled and the young. */
            EARLIER_TURN("vulnerable-key"),
            /** 2: on in English. */
            ENGLISH("english-key");

            private final String option;

            Use(String option) {
                this.option = option;
            }
        }

        public WelcomeKey {
            Names.check("centre", centre);
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(centre);
        }

        @Override
        public String family() {
            return "option";
        }

        @Override
        public String key() {
            return centre + "/" + use.option;
        }

        @Override
        public Optional<String> value() {
            return on ? Optional.of("1") : Optional.empty();
        }
    }

    /** How long a caller waits for the centre's own lawyers before the standby is tried; empty: as the PBX was set up. */
    record OverflowAfter(String centre, Optional<Duration> patience) implements LineSetting {
        public OverflowAfter {
            Names.check("centre", centre);
            patience.filter(length -> length.toSeconds() < 5 || length.toSeconds() > 3600)
                    .ifPresent(length -> {
                        throw new IllegalArgumentException(
                                "Callers of %s cannot wait %d s before the standby is tried: it must be 5 to 3600 s."
                                        .formatted(centre, length.toSeconds()));
                    });
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(centre);
        }

        @Override
        public String family() {
            return "option";
        }

        @Override
        public String key() {
            return centre + "/overflow";
        }

        @Override
        public Optional<String> value() {
            return patience.map(length -> Long.toString(length.toSeconds()));
        }
    }

    /** The centres that help out, in this order, when neither lawyers nor standby of this one answer. */
    record Helpers(String centre, List<String> helpers) implements LineSetting {
        /** More are not asked: the caller has waited long enough. */
        public static final int MOST = 5;

        public Helpers {
            Names.check("centre", centre);
            helpers = List.copyOf(helpers);
            helpers.forEach(one -> Names.check("centre", one));
            if (helpers.size() > MOST || helpers.contains(centre)) {
                throw new IllegalArgumentException("The centres that help %s out must be at most %d others, not %s."
                        .formatted(centre, MOST, helpers));
            }
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(centre);
        }

        @Override
        public String family() {
            return "overflow";
        }

        @Override
        public String key() {
            return centre;
        }

        @Override
        public Optional<String> value() {
            return helpers.isEmpty() ? Optional.empty() : Optional.of(String.join(",", helpers));
        }
    }

    /** Who is rung when a lawyer of the centre calls for help; he needs a telephone of his own. */
    record CallForHelp(String centre, Optional<String> coordinator) implements LineSetting {
        public CallForHelp {
            Names.check("centre", centre);
            coordinator.ifPresent(one -> Names.check("coordinator", one));
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(centre);
        }

        @Override
        public String family() {
            return "help";
        }

        @Override
        public String key() {
            return centre;
        }

        @Override
        public Optional<String> value() {
            return coordinator;
        }
    }

    /** Digits by which a lawyer or a centre is reached from a telephone's keys in a transfer. */
    record ShortNumber(String digits, Optional<String> target) implements LineSetting {
        public ShortNumber {
            if (!digits.matches("[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException(
                        "The short number '%s' must be 1 to 4 digits and not begin with 0, which calls for help."
                                .formatted(digits.length() > 20 ? digits.substring(0, 20) + "…" : digits));
            }
            target.ifPresent(one -> Names.check("goal of a short number", one));
        }

        @Override
        public String family() {
            return "short";
        }

        @Override
        public String key() {
            return digits;
        }

        @Override
        public Optional<String> value() {
            return target;
        }
    }

    /** Whether anything but lawyers' mobiles is dialled outside: callbacks, transfers to outside numbers. */
    record OutsideCalls(boolean allowed) implements LineSetting {
        @Override
        public String family() {
            return "outside";
        }

        @Override
        public String key() {
            return "off";
        }

        @Override
        public Optional<String> value() {
            return allowed ? Optional.empty() : Optional.of("1");
        }
    }
}
