package org.hotline12348.ivr.asterisk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.ResponseEvents;
import org.asteriskjava.manager.SendEventGeneratingActionCallback;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.EventGeneratingAction;
import org.asteriskjava.manager.action.ManagerAction;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.ResponseEvent;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.hotline12348.ivr.LineException;

/**
 * One socket to the PBX from its login to its end. Actions are written in order by one thread of its own; answers and
 * events cross to the Vert.x context in the order in which they came, so a list that was asked for is as old as its place
 * among the events says.
 */
final class AmiConnection {
    private final Vertx vertx;
    private final Context context;
    private final Duration patience;
    private final OneSocket socket = new OneSocket();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("ami-writer").factory());
    private volatile long heardNanos = System.nanoTime();

    AmiConnection(Vertx vertx, Context context, AmiLogin login, AmiPace pace) {
        this.vertx = vertx;
        this.context = context;
        this.patience = pace.answer();
        socket.setHostname(login.host());
        socket.setPort(login.port());
        socket.setUsername(login.user());
        socket.setPassword(login.secret());
        socket.setSocketTimeout((int) pace.login().toMillis());
        // A dead peer is noticed by our own pings; this is only the last net.
        socket.setSocketReadTimeout((int) pace.silence().multipliedBy(4).toMillis());
        socket.setDefaultResponseTimeout(pace.answer().toMillis());
        socket.setDefaultEventTimeout(pace.answer().toMillis());
        // A lost connection must end the try, not be tried on for ever inside.
        socket.setKeepAliveAfterAuthenticationFailure(false);
    }

    /** Connects and logs in; {@code events} hears everything from then on, on the context. */
    Future<Void> open(Consumer<ManagerEvent> events) {
        socket.addEventListener(event -> {
            heardNanos = System.nanoTime();
            context.runOnContext(ignored -> events.accept(event));
        });
        Promise<Void> opened = Promise.promise();
        write(opened, () -> {
            try {
                socket.login();
                heardNanos = System.nanoTime();
                context.runOnContext(ignored -> opened.tryComplete());
            } catch (AuthenticationFailedException e) {
                fail(opened, LineException.Kind.REFUSED, "The PBX refuses our login: " + e.getMessage());
            } catch (TimeoutException e) {
                fail(opened, LineException.Kind.NO_ANSWER, "The PBX does not answer our login.");
            }
        });
        return opened.future();
    }

    /** Since when nothing was heard. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    /** Sends an action; its answer, be it an error, completes the future. */
    Future<ManagerResponse> ask(ManagerAction action) {
        return ask(action, patience);
    }

    Future<ManagerResponse> ask(ManagerAction action, Duration limit) {
        PlainAction.check(action);
        Promise<ManagerResponse> answered = Promise.promise();
        limit(answered, action, limit);
        write(
                answered,
                () -> socket.sendAction(action, response -> {
                    heardNanos = System.nanoTime();
                    succeed(answered, response);
                }));
        return answered.future();
    }

    /** Sends an action that is answered by a list of events. */
    <A extends ManagerAction & EventGeneratingAction> Future<List<ResponseEvent>> list(A action, Duration limit) {
        PlainAction.check(action);
        Promise<List<ResponseEvent>> listed = Promise.promise();
        limit(listed, action, limit);
        write(
                listed,
                () -> socket.sendEventGeneratingAction(action, (SendEventGeneratingActionCallback) new Listed(listed)));
        return listed.future();
    }

    <A extends ManagerAction & EventGeneratingAction> Future<List<ResponseEvent>> list(A action) {
        return list(action, patience);
    }

    /** Ends it, whatever it is doing. */
    void cut() {
        Thread.ofVirtual().name("ami-cut").start(() -> {
            socket.cut();
            writer.shutdownNow();
        });
    }

    private final class Listed implements SendEventGeneratingActionCallback {
        private final Promise<List<ResponseEvent>> listed;

        Listed(Promise<List<ResponseEvent>> listed) {
            this.listed = listed;
        }

        @Override
        public void onResponse(ResponseEvents answer) {
            heardNanos = System.nanoTime();
            if (answer.getResponse() instanceof ManagerError error) {
                fail(listed, LineException.Kind.REFUSED, "The PBX says: " + error.getMessage());
            } else {
                succeed(listed, new ArrayList<>(answer.getEvents()));
            }
        }
    }

    private interface Writing {
        void run() throws IOException, AuthenticationFailedException, TimeoutException;
    }

    private <T> void write(Promise<T> answered, Writing writing) {
        try {
            writer.execute(() -> {
                try {
                    writing.run();
                } catch (IOException | IllegalStateException e) {
                    fail(answered, LineException.Kind.DOWN, "The connection to the PBX is broken: " + e.getMessage());
                } catch (Exception e) {
                    fail(answered, LineException.Kind.REFUSED, "The PBX could not be asked: " + e);
                }
            });
        } catch (RejectedExecutionException e) {
            fail(answered, LineException.Kind.DOWN, "The connection to the PBX was ended.");
        }
    }

    private void limit(Promise<?> answered, ManagerAction action, Duration limit) {
        String name = action.getAction();
        long timer = vertx.setTimer(
                Math.max(1, limit.toMillis()),
                ignored -> fail(
                        answered,
                        LineException.Kind.NO_ANSWER,
                        "The PBX did not answer %s within %d ms.".formatted(name, limit.toMillis())));
        answered.future().onComplete(ignored -> vertx.cancelTimer(timer));
    }

    private <T> void succeed(Promise<T> promise, T value) {
        context.runOnContext(ignored -> promise.tryComplete(value));
    }

    private void fail(Promise<?> promise, LineException.Kind kind, String message) {
        context.runOnContext(ignored -> promise.tryFail(new LineException(kind, message)));
    }
}
