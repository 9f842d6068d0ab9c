package org.hotline12348.core.app;

import java.time.Instant;
import java.util.Map;

/** What something was, and since when by a clock that nobody sets. */
record Since(Object what, Instant at) {

    /** Since when something is as it is now, by what was noted of it before. */
    static Instant when(Map<String, Since> noted, String key, Object what, Instant now) {
        return noted.merge(
                        key,
                        new Since(what, now),
                        (before, fresh) -> before.what().equals(what) ? before : fresh)
                .at();
    }
}
