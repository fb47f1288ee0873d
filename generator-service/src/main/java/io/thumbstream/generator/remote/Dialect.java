package io.thumbstream.generator.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.thumbstream.model.sample.SamplingSettings;
import java.nio.file.Path;
import java.util.Set;

/** What one kind of server wants to be asked and how it answers. */
interface Dialect {
    /**
     * Asks for a stream of tokens with their log-probabilities.
     *
     * @param prompt token ids, axis {@code [prompt time]}
     * @param maxTokens most tokens wanted, at least 1
     * @param endTokens tokens that end an answer
     */
    Call generate(
            ServedModel model,
            int[] prompt,
            SamplingSettings sampling,
            long seed,
            int maxTokens,
            Set<Integer> endTokens);

    /** Asks the server to load a PEFT directory that it sees under the same path. */
    default Call load(String name, Path directory) {
        return new Call(
                adapterRoot() + "/load_lora_adapter", Bodies.adapter(name).put("lora_path", directory.toString()));
    }

    /** Asks the server to forget an adapter. */
    default Call unload(String name) {
        return new Call(adapterRoot() + "/unload_lora_adapter", Bodies.adapter(name));
    }

    /** What the paths of {@link #load} and {@link #unload} begin with. */
    String adapterRoot();

    /** How a server must be started to take adapters while it runs. */
    String adapterAdvice();

    /** A reader of one stream's events, in their order. */
    Reader reader();

    /** Makes pieces of the events of one stream. */
    interface Reader {
        /**
         * What an event adds.
         *
         * @throws RemoteException when it lacks what learning needs, or the server ended the answer for a reason of its own
         */
        Piece read(JsonNode event) throws RemoteException;
    }

    /** The dialect of a server. */
    static Dialect of(RemoteSettings.Server server) {
        return switch (server) {
            case VLLM -> new VllmDialect();
            case SGLANG -> new SglangDialect();
            case NONE -> throw new IllegalArgumentException("no server is set; give generator.remote.server");
        };
    }
}
