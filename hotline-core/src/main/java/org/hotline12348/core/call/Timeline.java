package org.hotline12348.core.call;

import org.hotline12348.core.call.CallEvent.CallCut;
import org.hotline12348.core.call.CallEvent.CallEnded;
import org.hotline12348.core.call.CallEvent.CallTransferred;
import org.hotline12348.core.call.CallEvent.CallbackWanted;
import org.hotline12348.core.call.CallEvent.CitizenArrived;
import org.hotline12348.core.call.CallEvent.CitizenQueued;
import org.hotline12348.core.call.CallEvent.CitizenRated;
import org.hotline12348.core.call.CallEvent.ClosureAnnounced;
import org.hotline12348.core.call.CallEvent.LawyerAnswered;
import org.hotline12348.core.call.CallEvent.LawyerDeclined;
import org.hotline12348.core.call.CallEvent.LawyerLeft;
import org.hotline12348.core.call.CallEvent.LawyerRang;
import org.hotline12348.core.call.CallEvent.LegEnded;
import org.hotline12348.core.call.CallEvent.LineRecognised;
import org.hotline12348.core.call.CallEvent.MessageBegan;
import org.hotline12348.core.call.CallEvent.MessageSaved;
import org.hotline12348.core.call.CallEvent.NoticePlayed;
import org.hotline12348.core.call.CallEvent.QueueLeft;
import org.hotline12348.core.call.CallEvent.RecordingBegan;
import org.hotline12348.core.call.CallEvent.RecordingRefused;

/** Tells events as lines of the record's view. No telephone number and no file name leaves through here. */
final class Timeline {

    private Timeline() {}

    static TimelineEntry entry(CallEvent event) {
        return new TimelineEntry(event.at(), event.getClass().getSimpleName(), detail(event));
    }

    private static String detail(CallEvent event) {
        return switch (event) {
            case CitizenArrived e -> e.line();
            case LineRecognised e -> e.centre();
            case ClosureAnnounced e -> e.reason().name();
            case CitizenQueued e -> e.queue();
            case QueueLeft e -> e.status();
            case LawyerRang e -> e.lawyer();
            case LawyerAnswered e -> e.lawyer();
            case LawyerDeclined e -> e.lawyer();
            case LawyerLeft e -> lawyer(e.leg());
            case LegEnded e -> e.cause().isEmpty() ? lawyer(e.leg()) : lawyer(e.leg()) + ", " + e.cause();
            case CallTransferred e -> e.kind() + ", " + e.by();
            case MessageSaved e -> e.seconds() + " s";
            case CitizenRated e -> Integer.toString(e.value());
            case CallEnded e -> e.by().name();
            case NoticePlayed _, RecordingBegan _, RecordingRefused _, MessageBegan _, CallbackWanted _, CallCut _ ->
                "";
        };
    }

    private static String lawyer(String channel) {
        return Channel.named(channel) instanceof Channel.Lawyer named ? named.id() : "outside";
    }
}
