package io.thumbstream.model.text;

import io.thumbstream.model.checkpoint.CorruptFileException;
import io.thumbstream.model.checkpoint.Digests;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Chat formats that models were trained with.
 *
 * <p>A published template is a program in Jinja; it is not run but recognised by the digest of its source, so what it writes
 * is known to be written here. Sources: the {@code tokenizer_config.json} of the models named beside the digests; those of Mistral since
 * version 0.3 as {@code tests/python_tests/data/tokenizer_configs.py} of openvinotoolkit/openvino.genai and {@code models/templates} of
 * ggml-org/llama.cpp hold them, that of Qwen3-4B-Thinking-2507 as huggingface/huggingface.js has it in
 * {@code packages/ollama-utils/src/chat-template-automap.ts}.
 */
enum ChatTemplate {
    /** The format of models made here. */
    OWN("own", ChatRenderers::own, tokens -> ChatFormat.END),
    /** No format: lines with the role before the content. */
    PLAIN("plain", ChatRenderers::plain, ChatTokens::requireEnd),
    /** OpenHermes-2.5-Mistral-7B and many others, and Qwen3-4B-Instruct-2507 since its second edition, revision cdbee75f. */
    CHATML(
            "chatml",
            ChatRenderers::chatMl,
            tokens -> ChatTokens.IM_END,
            "153280e3ff55d19da1398bdb3914ee2a51b80429bfaedde11d7d216c39db80f3",
            "aa39eed4cbfdd57aeaab518e83d06945f00df6afefba6eb985b6b85060cade95"),
    /** Qwen2-7B-Instruct, and Qwen2.5-7B, whose template has the same default. */
    QWEN2(
            "qwen2",
            ChatRenderers::qwen2,
            tokens -> ChatTokens.IM_END,
            "793202280c0910ab26bc6eb57c8212c2417324c6d8c4efd0d10d59092ab3e3eb",
            "7d6302983e64f35c4ad9459413ee827d5dcfa23ba5373f58cde030c9f724f7e8"),
    /** Qwen2.5-7B-Instruct. */
    QWEN25(
            "qwen2.5",
            ChatRenderers::qwen25,
            tokens -> ChatTokens.IM_END,
            "a18cc698dd45623eb707279d08e66f7bb8d76afc89ead84016b88487b395b5cc"),
    /** Qwen3-0.6B in its editions of April 2025 and after, with its default of thinking, and the first of Qwen3-4B-Instruct-2507. */
    QWEN3(
            "qwen3",
            ChatRenderers::qwen3,
            tokens -> ChatTokens.IM_END,
            "2df317a15cbc983d9602cc391d33be17237d47ec7eb11ead80fae277143958aa",
            "edcd73b0e30a780c1d6f3e060c07396def3c3fa55a2c55197b10f99d1dde83e1",
            "8cdccda78b7821383997aa7180b12517d09fc3bb6df574b71f4948a4cd89a2ab"),
    /** Meta-Llama-3-8B-Instruct, in both of its editions. */
    LLAMA3(
            "llama3",
            ChatRenderers::llama3,
            tokens -> ChatTokens.EOT,
            "ba03a121d097859c7b5b9cd03af99aafe95275210d2876f642ad9929a150f122",
            "b48c47f6443892716176eb200bf4ef108f64e06ca26ed0fa8ebc0a4b3992fcb2"),
    /** Llama-2-13b-chat-hf. */
    LLAMA2(
            "llama2",
            ChatRenderers::llama2,
            ChatTokens::requireEnd,
            "9780fae5bfea3cfd7be37d328c6edfd296a8869be8131495bbe7eb37e780c88c"),
    /** Mistral-7B-Instruct-v0.2 and Mixtral-8x7B-Instruct-v0.1, and the first edition of Mistral-7B-Instruct-v0.3. */
    MISTRAL(
            "mistral",
            ChatRenderers::mistral,
            ChatTokens::requireEnd,
            "26a59556925c987317ce5291811ba3b7f32ec4c647c400c6cc7e3a9993007ba7"),
    /** Mistral-7B-Instruct-v0.1 and Mixtral-8x7B-Instruct-v0.1 in their later editions. */
    MISTRAL_V1(
            "mistral-v1",
            ChatRenderers::mistralV1,
            ChatTokens::requireEnd,
            "1c6594f8393552ef16bbf3ddecb67d8258fb8d66339a1a092a8f8496061f02d3"),
    /** Mistral-7B-Instruct-v0.3 since its second edition, and Mistral-Small-Instruct-2409, which has the same template. */
    MISTRAL_V3(
            "mistral-v3",
            ChatRenderers::mistralV3,
            ChatTokens::requireEnd,
            "9074ed36d7503f0f63bd70ef4a0db1e12ec90718aef446404917f5ee3216e2f3"),
    /** Mistral-Nemo-Instruct-2407. */
    MISTRAL_TEKKEN(
            "mistral-v3-tekken",
            ChatRenderers::mistralTekken,
            ChatTokens::requireEnd,
            "1127255163dd25a2fd472f9901035aa9e78dc77ca33efdd010f5c8ea87e5d436"),
    /** Llama-3.1-8B-Instruct in both of its editions, Llama-3.3-70B-Instruct, and Llama-3.2-1B-Instruct and 3B. */
    LLAMA31(
            "llama3.1",
            ChatRenderers::llama31,
            tokens -> ChatTokens.EOT,
            "a4e5e8f70a179bb0fd5c8024c24d447e91c6edcb7600385f77b32e419228152b",
            "99799a835a31e1d33c4a9c7ee8a0de3923b291a95155ed6dc8efcbd0fe1d0238",
            "0cac23ffd2b33ff7b039e17ee143a080053318146fdc788f1d49ed4745aa8683"),
    /** SmolLM2-135M-Instruct and its larger siblings, which are Llama decoders. */
    SMOLLM2(
            "smollm2",
            ChatRenderers::smolLm2,
            tokens -> ChatTokens.IM_END,
            "872be49dbb638044ad01b60388f48d469ff2980e5f0dccdc22ec907db54d0788"),
    /** Qwen3-4B-Thinking-2507, revision 768f209d. */
    QWEN3_THINKING(
            "qwen3-thinking",
            ChatRenderers::qwen3Thinking,
            tokens -> ChatTokens.IM_END,
            "72e7e9715c1c73c33e15cdf3c5d37cc0efefc25eb6299fc6a6fa516237913bf8");

    private final String key;
    private final Renderer renderer;
    private final Function<ChatTokens, String> end;
    private final List<String> digests;

    /** Writes a conversation up to where the model begins to answer. */
    interface Renderer {
        void render(List<Turn> turns, ChatTokens tokens, ChatPieces out);
    }

    ChatTemplate(String key, Renderer renderer, Function<ChatTokens, String> end, String... digests) {
        this.key = key;
        this.renderer = renderer;
        this.end = end;
        this.digests = List.of(digests);
    }

    /**
     * The format of the files that {@code tokens} is from.
     *
     * @throws CorruptFileException when their template is not known
     */
    static ChatTemplate of(ChatTokens tokens) throws IOException {
        if (tokens.named().isPresent()) {
            String name = tokens.named().get();
            return find(template -> template.key.equals(name))
                    .orElseThrow(() -> new CorruptFileException(
                            tokens.file(), ChatTokens.NAMED + " is '" + name + "'", "known are " + known()));
        }
        if (tokens.template().isEmpty()) {
            return PLAIN;
        }
        String digest = digest(tokens.template().get());
        return find(template -> template.digests.contains(digest))
                .orElseThrow(() -> new CorruptFileException(
                        tokens.file(),
                        "its chat template, sha256 " + digest + ", is not one of the known ones",
                        "if it writes the same as one of " + known() + ", add the field \"" + ChatTokens.NAMED
                                + "\" with that name to the file"));
    }

    /** Digest of a template, equal for one whose line breaks are written in another way. */
    static String digest(String source) {
        return Digests.of(source.replace("\r", "").replace("\\n", "\n").strip());
    }

    private static Optional<ChatTemplate> find(Predicate<ChatTemplate> wanted) {
        return Arrays.stream(values()).filter(wanted).findFirst();
    }

    private static String known() {
        return Arrays.stream(values()).map(template -> template.key).collect(Collectors.joining(", "));
    }

    /** Digests of the published templates that write this. */
    List<String> digests() {
        return digests;
    }

    /** The rendered conversation. */
    List<ChatPieces.Piece> render(List<Turn> turns, ChatTokens tokens) {
        ChatPieces out = new ChatPieces();
        renderer.render(turns, tokens, out);
        return out.all();
    }

    /** The token that ends an answer. */
    String end(ChatTokens tokens) {
        return end.apply(tokens);
    }
}
