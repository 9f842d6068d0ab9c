package org.hotline12348.core.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The web client's files from the class path, and the headers under which a page may do nothing but what it is for: no
 * inline script or style, no other host, no frame around it.
 */
final class WebPage {

    /** Content security policy. {@code blob:} is what a recording and a chart are played and drawn from. */
    static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    private static final String ROOT = "webroot";
    private static final long YEAR_SECONDS = 31_536_000;

    private WebPage() {}

    /** Headers of every response. */
    static void harden(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "microphone=(self), camera=(), geolocation=(), payment=()")
                .putHeader("Cache-Control", "no-store");
        context.next();
    }

    /** Files whose name holds their hash for a year; the page itself is asked for each time. */
    static void mount(Router router) {
        StaticHandler hashed = StaticHandler.create(FileSystemAccess.RELATIVE, ROOT + "/assets")
                .setCachingEnabled(true)
                .setMaxAgeSeconds(YEAR_SECONDS)
                .setIndexPage("none");
        StaticHandler files = StaticHandler.create(FileSystemAccess.RELATIVE, ROOT)
                .setCachingEnabled(false)
                .setIndexPage("index.html");
        router.route("/assets/*")
                .method(HttpMethod.GET)
                .handler(WebPage::uncached)
                .handler(hashed);
        router.route().method(HttpMethod.GET).handler(WebPage::uncached).handler(files);
        router.route().method(HttpMethod.GET).handler(WebPage::page);
    }

    private static void uncached(RoutingContext context) {
        context.response().headers().remove("Cache-Control");
        if (!context.normalizedPath().startsWith("/assets/")) {
            context.response().putHeader("Cache-Control", "no-cache");
        }
        context.next();
    }

    /** An address within the page (/log, /roster) is the page. */
    private static void page(RoutingContext context) {
        String path = context.normalizedPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.startsWith("/api/") || path.startsWith("/assets/") || last.contains(".")) {
            context.next();
        } else {
            context.reroute("/index.html");
        }
    }
}
