package org.hotline12348.core.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hotline12348.core.consultation.SavedFilters;
import org.hotline12348.core.export.Exports;
import org.hotline12348.core.prompt.PromptBook;
import org.hotline12348.core.prompt.PromptDesk;
import org.hotline12348.core.recording.RecordingStand;
import org.hotline12348.core.recording.Sealer;
import org.hotline12348.core.recording.Tickets;
import org.hotline12348.ivr.prompt.PromptShelf;
import org.hotline12348.ivr.prompt.Sound;

/** A stand with recordings and prompts: real files, real database, a generated voice of tones. */
final class SoundStand implements AutoCloseable {

    static final Duration KEEP = Duration.ofDays(730);

    final ApiStand stand;
    final Path sounds;
    private RecordingStand recordings;
    private Sealer sealer;
    private PromptDesk desk;

    SoundStand(Path directory) {
        this.sounds = directory.resolve("sounds");
        Map<String, String> texts = new TreeMap<>(Map.of(
                "welcome-jiaozuo", "您好，欢迎拨打幺二三四八法律援助热线，这里是焦作市法律援助中心。",
                "welcome-xiuwu", "您好，这里是修武县。",
                "recording", "通话将被录音，不同意录音请按九。",
                "closed-emergency", "您好，热线因故暂停服务。",
                "opens-next", "下次开通时间是",
                "survey", "请评价本次服务。",
                "hour-8", "八点",
                "goodbye", "感谢来电，再见。"));
        try {
            for (String language : List.of("zh", "en")) {
                Files.createDirectories(sounds.resolve(language));
                for (String key : texts.keySet()) {
                    Files.write(
                            sounds.resolve(language).resolve(key + ".wav"),
                            Sound.tone(700, 300).wav());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.stand = new ApiStand(parts -> {
            recordings = new RecordingStand(parts.vertx, parts.pool, parts.clock, directory);
            sealer = recordings.sealer();
            desk = new PromptDesk(
                    parts.vertx,
                    new PromptBook(parts.pool),
                    _ -> new PromptShelf(sounds),
                    language -> texts,
                    () -> List.of("jiaozuo", "xiuwu"),
                    parts.clock);
            Exports exports = new Exports(
                    parts.vertx, recordings.vault, directory.resolve("exports"), () -> "export", parts.clock);
            ApiStand.await(exports.start());
            return new ApiStand.Setting(
                    parts.roster,
                    List.of(
                            new RecordingFeature(
                                    parts.vertx,
                                    parts.book,
                                    recordings.book,
                                    recordings.files,
                                    new Tickets(recordings.vault),
                                    sealer,
                                    KEEP,
                                    parts.clock),
                            new PromptFeature(desk),
                            new ExportFeature(
                                    parts.vertx, parts.book, exports, new SavedFilters(parts.pool), parts.clock)));
        });
        ApiStand.await(desk.start());
    }

    /** A call that was recorded and sealed. */
    void recorded(String id, Instant endedAt, int seconds) {
        recordings.call(id, endedAt, seconds);
        recordings.recorded(id, seconds, endedAt);
        RecordingStand.round(sealer);
    }

    /** What the exchange plays to this centre's callers now. */
    byte[] played(String language, String key) {
        try {
            return Files.readAllBytes(sounds.resolve(language + "_jiaozuo").resolve(key + ".wav"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stand.close();
    }
}
