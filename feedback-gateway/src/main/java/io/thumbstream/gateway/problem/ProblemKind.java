package io.thumbstream.gateway.problem;

import java.util.Locale;

/** Sorts of refusals; names are part of the HTTP interface. */
public enum ProblemKind {
    INVALID_UTF8(400, "The body is not UTF-8", "invalid_request_error"),
    INVALID_HTTP(400, "The request is not HTTP", "invalid_request_error"),
    INVALID_JSON(400, "The body is not JSON", "invalid_request_error"),
    INVALID_FIELD(400, "A field has a bad value", "invalid_request_error"),
    MALFORMED_ROLLOUT_ID(400, "That is not a rollout id", "invalid_request_error"),
    UNAUTHENTICATED(401, "A known API key is needed", "authentication_error"),
    INSUFFICIENT_SCOPE(403, "The API key may not do this", "permission_error"),
    NOT_YOUR_ANSWER(403, "The answer belongs to somebody else", "permission_error"),
    RECEIPT_MISSING(403, "Feedback needs the receipt of its answer", "permission_error"),
    RECEIPT_REFUSED(403, "The receipt does not allow this feedback", "permission_error"),
    ORIGIN_NOT_ALLOWED(403, "The origin is not allowed", "permission_error"),
    UNKNOWN_MODEL(404, "No such model", "invalid_request_error"),
    NOT_FOUND(404, "No such resource", "invalid_request_error"),
    UNKNOWN_FEEDBACK(404, "No such feedback is known", "invalid_request_error"),
    METHOD_NOT_ALLOWED(405, "The resource does not take this method", "invalid_request_error"),
    ID_REUSED(409, "The id was used for other feedback", "invalid_request_error"),
    ERASED(409, "The person's data were just erased", "invalid_request_error"),
    BODY_TOO_LARGE(413, "The body is too large", "invalid_request_error"),
    URI_TOO_LONG(414, "The request line is too long", "invalid_request_error"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON", "invalid_request_error"),
    TOO_MANY_REQUESTS(429, "Too many answers are under way", "rate_limit_error"),
    RATE_LIMITED(429, "Too much at once", "rate_limit_error"),
    HEAD_TOO_LARGE(431, "The head of the request is too large", "invalid_request_error"),
    INTERNAL(500, "The gateway made a mistake", "server_error"),
    GENERATION_FAILED(502, "The model could not answer", "server_error"),
    LOG_UNAVAILABLE(503, "The event log is not reachable", "server_error"),
    REGISTRY_UNAVAILABLE(503, "The schema registry is not reachable", "server_error"),
    STOPPING(503, "The gateway is stopping", "server_error"),
    ANSWER_TIMEOUT(504, "The model did not answer in time", "server_error");

    private final int status;
    private final String title;
    private final String openAiType;

    ProblemKind(int status, String title, String openAiType) {
        this.status = status;
        this.title = title;
        this.openAiType = openAiType;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    /** Short text for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Error type in the vocabulary of OpenAI clients. */
    public String openAiType() {
        return openAiType;
    }

    /** Name in kebab-case, for example {@code invalid-field}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Problem type, a URI that never changes. */
    public String type() {
        return "urn:thumbstream:problem:" + slug();
    }
}
