package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.Session;
import org.hotline12348.core.account.Tokens;
import org.hotline12348.core.web.Operation.Access;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: limit of the body, session, role, anti-forgery header, parameters, body, repeated request,
 * endpoint, answer. One way for all operations, so none of them can forget a step.
 */
final class ApiRouter {

    private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);

    private final Vertx vertx;
    private final ApiDocument document;
    private final SessionDoor door;
    private final RepeatedRequests repeated;

    ApiRouter(Vertx vertx, ApiDocument document, SessionDoor door, RepeatedRequests repeated) {
        this.vertx = vertx;
        this.document = document;
        this.door = door;
        this.repeated = repeated;
    }

    /** The routes. Every operation needs its endpoint, and every endpoint its operation. */
    Router routes(Map<String, Endpoint> endpoints) {
        Set<String> described =
                document.operations().stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
        if (!described.equals(endpoints.keySet())) {
            throw new IllegalStateException("The OpenAPI document describes %s, the program answers %s."
                    .formatted(described, new TreeSet<>(endpoints.keySet())));
        }
        Router router = Router.router(vertx);
        for (Operation operation : document.operations()) {
            Endpoint endpoint = endpoints.get(operation.id());
            if (endpoint == null) {
                continue;
            }
            RequestCheck check = new RequestCheck(operation);
            String path = operation.path().replaceAll("\\{(.*?)}", ":$1");
            router.route(operation.method(), path)
                    .handler(BodyHandler.create(false).setBodyLimit(operation.maxBody()))
                    .handler(context -> handle(context, operation, check, endpoint));
        }
        router.route().failureHandler(ApiRouter::fail);
        return router;
    }

    private void handle(RoutingContext context, Operation operation, RequestCheck check, Endpoint endpoint) {
        door.session(context)
                .compose(session -> {
                    admit(operation, session);
                    door.checkForgery(context, session);
                    Ask ask = new Ask(context, check.parameters(context), check.body(context), session);
                    return once(ask, endpoint);
                })
                .onSuccess(answer -> send(context, answer))
                .onFailure(context::fail);
    }

    private static void admit(Operation operation, Optional<Session> session) {
        switch (operation.access()) {
            case Access.Anyone ignored -> {}
            case Access.AnyAccount ignored -> {
                if (session.isEmpty()) {
                    throw Problem.signInFirst();
                }
            }
            case Access.Roles needed -> {
                Account account = session.orElseThrow(Problem::signInFirst).account();
                if (!account.isAnyOf(needed.roles())) {
                    throw Problem.forbidden("This needs one of the roles %s; %s has %s."
                            .formatted(codes(needed.roles()), account.username(), codes(account.roles())));
                }
            }
        }
        if (!operation.whileOwing() && !(operation.access() instanceof Access.Anyone)) {
            session.flatMap(Session::owes).ifPresent(owed -> {
                throw Problem.owed(owed);
            });
        }
    }

    private static String codes(Set<Role> roles) {
        return roles.stream().map(Role::code).sorted().collect(Collectors.joining(", "));
    }

    private Future<Answer> once(Ask ask, Endpoint endpoint) {
        Optional<String> key = ask.text("Idempotency-Key");
        if (key.isEmpty() || ask.session().isEmpty()) {
            return endpoint.answer(ask);
        }
        String request = "%s %s\n%s\n%s"
                .formatted(
                        ask.context().request().method(),
                        ask.context().request().uri(),
                        ask.text("If-Match").orElse(""),
                        ask.body().encode());
        return repeated.once(ask.account(), key.get(), Buffer.buffer(Tokens.hash(request)), () -> endpoint.answer(ask));
    }

    private static void send(RoutingContext context, Answer answer) {
        if (answer == Answer.TAKEN || context.response().ended()) {
            return;
        }
        context.response().setStatusCode(answer.status());
        answer.headers().forEach(context.response()::putHeader);
        Future<Void> sent = answer.body().isPresent() && context.request().method() != HttpMethod.HEAD
                ? context.response().end(answer.body().get())
                : context.response().end();
        sent.onFailure(failure -> LOG.debug("The asker has gone before the answer.", failure));
    }

    /** A refusal as an answer. */
    static Answer answer(Problem problem) {
        Answer answer = Answer.of(
                problem.status(), "application/problem+json", problem.json().toBuffer());
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    /** The last step of everything that went wrong. */
    static void fail(RoutingContext context) {
        if (context.response().closed() && context.failure() instanceof IOException) {
            LOG.debug("{} {}: the reader left.", context.request().method(), context.normalizedPath());
            return;
        }
        Problem problem = problem(context);
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        send(context, answer(problem));
    }

    private static Problem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        int status = failure instanceof HttpException http ? http.getStatusCode() : context.statusCode();
        return switch (status) {
            case 400 -> Problem.badRequest("The request cannot be read.");
            case 404 -> Problem.notFound("There is nothing at %s.".formatted(context.normalizedPath()));
            case 405 -> Problem.methodNotAllowed();
            case 413 -> Problem.tooLarge();
            case 415 -> Problem.unsupportedType("application/json");
            default -> {
                String reference = UUID.randomUUID().toString().substring(0, 8);
                LOG.error(
                        "{} {} failed; reference {}.",
                        context.request().method(),
                        context.normalizedPath(),
                        reference,
                        failure);
                yield failure instanceof java.net.ConnectException
                                || failure instanceof io.vertx.pgclient.PgException pg && pg.getSqlState() == null
                        ? Problem.unavailable(
                                "The database does not answer. It is in the log under %s.".formatted(reference))
                        : Problem.internal(reference);
            }
        };
    }
}
