package io.thumbstream.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The page, its assets and the API description, read from the class path once. */
final class PageResource {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final String PAGE = "/io/thumbstream/gateway/page/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final List<Asset> ASSETS = List.of(
            new Asset("/", PAGE + "index.html", "text/html; charset=utf-8"),
            new Asset("/page/style.css", PAGE + "style.css", STYLE),
            new Asset("/page/api.js", PAGE + "api.js", SCRIPT),
            new Asset("/page/main.js", PAGE + "main.js", SCRIPT),
            new Asset("/page/try.js", PAGE + "try.js", SCRIPT),
            new Asset("/page/run.js", PAGE + "run.js", SCRIPT),
            new Asset("/page/icon.svg", PAGE + "icon.svg", "image/svg+xml"),
            new Asset("/page/uplot.js", UPLOT + "uPlot.esm.js", SCRIPT),
            new Asset("/page/uplot.css", UPLOT + "uPlot.min.css", STYLE),
            new Asset("/openapi.yaml", "/io/thumbstream/gateway/openapi.yaml", "application/yaml"));

    private final Map<String, Buffer> contents = new TreeMap<>();

    PageResource() {
        ASSETS.forEach(asset -> contents.put(asset.path(), read(asset.resource())));
    }

    void mount(Router router) {
        ASSETS.forEach(asset -> router.get(asset.path()).handler(context -> send(context, asset)));
    }

    private void send(RoutingContext context, Asset asset) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", asset.type())
                .putHeader("Cache-Control", "no-cache")
                .putHeader("Content-Security-Policy", POLICY)
                .end(Optional.ofNullable(contents.get(asset.path())).orElseThrow());
    }

    private static Buffer read(String resource) {
        try (InputStream stream = PageResource.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the class path lacks " + resource + "; build feedback-gateway again");
            }
            return Buffer.buffer(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private record Asset(String path, String resource, String type) {}
}
