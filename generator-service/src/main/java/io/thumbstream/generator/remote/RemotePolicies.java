package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.generator.policy.PolicyFollower;
import io.thumbstream.generator.policy.PolicyManifest;
import io.thumbstream.generator.remote.RemoteException.Kind;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.model.lm.LoraAdapter;
import io.thumbstream.model.sample.SamplingSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Policies of an inference server: version 0 is its base model, every later one an adapter that it loads while it runs.
 *
 * <p>An adapter's name holds its version and its digest, so that a name can never stand for other weights, also not after a restart or in
 * another run. A policy is served from the moment that one token was drawn from it with its log-probability, so that a server that cannot do
 * what learning needs is found before a prompt is read. Old adapters are unloaded when a new policy is served and no answer needs them.
 *
 * <p>One thread calls {@link #serve}, any thread the rest.
 */
public final class RemotePolicies implements PolicyFollower.Target {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePolicies.class);
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";
    /** Digests of a version's files, in the format that {@code sha256sum -c} reads. */
    private static final String SUMS = "SHA256SUMS";

    private static final int DIGITS = 12;

    private final RemoteServer server;
    private final Dialect dialect;
    private final RemoteSettings settings;
    private final String prefix;
    private final Set<String> loaded = new LinkedHashSet<>();
    private final Map<String, Integer> users = new HashMap<>();
    private volatile @Nullable ServedModel current;

    /**
     * Policies of a server that nothing was asked yet.
     *
     * @param modelName begins the names of adapters
     */
    public RemotePolicies(RemoteSettings settings, String modelName) {
        this.server = new RemoteServer(settings);
        this.dialect = Dialect.of(settings.server());
        this.settings = settings;
        this.prefix = modelName;
    }

    @Override
    public void serve(PolicyManifest manifest) throws IOException {
        ServedModel model = prepare(manifest);
        probe(model);
        synchronized (this) {
            current = model;
        }
        unused().forEach(this::unload);
    }

    /** The server that has them. */
    RemoteServer server() {
        return server;
    }

    /** What it speaks. */
    Dialect dialect() {
        return dialect;
    }

    /** How it is spoken to. */
    RemoteSettings settings() {
        return settings;
    }

    /** Version of the newest policy; empty before the first. */
    public Optional<Long> version() {
        return Optional.ofNullable(current).map(ServedModel::version);
    }

    /** The newest policy, which stays loaded until it is released. */
    synchronized ServedModel acquire() {
        ServedModel model = current;
        if (model == null) {
            throw new IllegalStateException("no policy is served yet; serve one first");
        }
        users.merge(model.name(), 1, Integer::sum);
        return model;
    }

    /** Gives back what {@link #acquire} gave. */
    synchronized void release(ServedModel model) {
        int left = users.getOrDefault(model.name(), 1) - 1;
        if (left > 0) {
            users.put(model.name(), left);
        } else {
            users.remove(model.name());
        }
    }

    private ServedModel prepare(PolicyManifest manifest) throws IOException {
        Optional<Path> adapter = adapter(manifest.directory());
        if (adapter.isPresent()) {
            requireDigest(manifest, adapter.get());
            String name = prefix + "-v" + manifest.version() + "-"
                    + manifest.sha256()
                            .substring(0, Math.min(DIGITS, manifest.sha256().length()));
            load(name, adapter.get());
            synchronized (this) {
                loaded.add(name); // from now on it takes room there, even if it is never served
            }
            return new ServedModel(manifest.version(), name, true);
        }
        if (manifest.version() != 0) {
            throw new IOException("policy version " + manifest.version() + " at " + manifest.directory() + " has no "
                    + CONFIG + ", there or in " + LoraAdapter.FOLDER
                    + "; an inference server takes adapters only, so set learner.policy.train to lora and begin anew in"
                    + " another data directory");
        }
        requireBase();
        return new ServedModel(0, settings.baseModel(), false);
    }

    private static Optional<Path> adapter(Path directory) {
        return List.of(directory, directory.resolve(LoraAdapter.FOLDER)).stream()
                .filter(each -> Files.isRegularFile(each.resolve(CONFIG)))
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    private static void requireDigest(PolicyManifest manifest, Path adapter) throws IOException {
        Path weights = adapter.resolve(WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new IOException("policy version " + manifest.version() + " has no weights at " + weights
                    + "; restore the file or publish another version");
        }
        Optional<String> expected = digest(manifest, adapter);
        if (expected.isPresent() && !Digests.ofFile(weights).equals(expected.get())) {
            throw new IOException("adapter of policy version " + manifest.version() + " has sha256 "
                    + Digests.ofFile(weights) + " but " + expected.get() + " was published; restore " + weights
                    + " or publish another version");
        }
    }

    /** The manifest's digest is the adapter's own where no whole weights lie beside it; else the version's list of files has it. */
    private static Optional<String> digest(PolicyManifest manifest, Path adapter) throws IOException {
        if (adapter.equals(manifest.directory().toAbsolutePath())) {
            return Optional.of(manifest.sha256());
        }
        Path sums = manifest.directory().resolve(SUMS);
        if (!Files.isRegularFile(sums)) {
            return Optional.empty();
        }
        String entry = "  " + LoraAdapter.FOLDER + "/" + WEIGHTS;
        return Files.readAllLines(sums).stream()
                .filter(line -> line.endsWith(entry))
                .map(line -> line.substring(0, line.length() - entry.length()))
                .findFirst();
    }

    private void load(String name, Path directory) throws RemoteException {
        HttpResponse<String> response = server.call(dialect.load(name, directory));
        if (succeeded(response)) {
            LOG.atInfo().addKeyValue("adapter", name).log("the inference server loaded an adapter");
            return;
        }
        String words = Statuses.words(response.body());
        if (words.toLowerCase(Locale.ROOT).contains("already")) {
            return; // of an earlier run of this service; the digest in its name says that it is the same
        }
        throw new RemoteException(
                Kind.REFUSED,
                "the inference server did not load adapter " + name + " (" + response.statusCode() + ": " + words
                        + "); it must see " + directory + ", have the model that the adapter was trained on, and be"
                        + " ready for adapters: " + dialect.adapterAdvice());
    }

    /** vLLM answers with a sentence, SGLang with an object that may say no. */
    private static boolean succeeded(HttpResponse<String> response) {
        return response.statusCode() == Statuses.OK
                && !response.body().replaceAll("\\s", "").contains("\"success\":false");
    }

    private void requireBase() throws RemoteException {
        HttpResponse<String> response = server.get("/v1/models");
        if (response.statusCode() != Statuses.OK) {
            throw Statuses.failure(response);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode model : Events.json(response.body()).path("data")) {
            names.add(model.path("id").asText());
        }
        if (!names.contains(settings.baseModel())) {
            throw new RemoteException(
                    Kind.REFUSED,
                    "the inference server has no model '" + settings.baseModel() + "' but " + names
                            + "; set generator.remote.base-model");
        }
    }

    /** Draws one token, to learn whether the server can do what an answer needs. */
    private void probe(ServedModel model) throws RemoteException {
        HttpResponse<String> response =
                server.call(dialect.generate(model, new int[] {0}, SamplingSettings.plain(1), 1, 1, Set.of()));
        if (response.statusCode() != Statuses.OK) {
            throw Statuses.failure(response);
        }
        Dialect.Reader reader = dialect.reader();
        int tokens = 0;
        for (String line :
                response.body().lines().filter(each -> !Events.isEnd(each)).toList()) {
            Optional<JsonNode> event = Events.of(line);
            tokens += event.isPresent() ? reader.read(event.get()).tokens().length : 0;
        }
        if (tokens == 0) {
            throw new RemoteException(
                    Kind.BROKEN,
                    "the inference server drew no token from " + model.name()
                            + " although it was asked for one; look into its log");
        }
    }

    private synchronized List<String> unused() {
        ServedModel newest = current;
        List<String> names = loaded.stream()
                .filter(name -> newest == null || !name.equals(newest.name()))
                .filter(name -> !users.containsKey(name))
                .toList();
        loaded.removeAll(names);
        return names;
    }

    private void unload(String name) {
        try {
            HttpResponse<String> response = server.call(dialect.unload(name));
            if (succeeded(response) || response.statusCode() == Statuses.NOT_FOUND) {
                return;
            }
            keep(name, Statuses.words(response.body()));
        } catch (RemoteException e) {
            keep(name, e.reason());
        }
    }

    /** It is tried again with the next policy; until then it only takes room. */
    private void keep(String name, String why) {
        synchronized (this) {
            loaded.add(name);
        }
        LOG.atWarn()
                .addKeyValue("adapter", name)
                .addKeyValue("cause", why)
                .log("an old adapter could not be unloaded; it is tried again with the next policy");
    }
}
