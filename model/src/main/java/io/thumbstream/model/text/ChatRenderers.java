package io.thumbstream.model.text;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What known chat templates write for a conversation without tools, up to where the model begins to answer. */
final class ChatRenderers {
    private static final String SYSTEM = "system";
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    private static final String MISTRAL = "Mistral";
    private static final String THOUGHT_END = "</think>";
    private static final String DATES = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n";

    private ChatRenderers() {}

    /** The product's own format; see {@link ChatFormat}. */
    static void own(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        for (Turn turn : turns) {
            out.control("<|" + turn.role() + "|>").text(turn.content()).control(ChatFormat.END);
        }
        out.control("<|assistant|>");
    }

    /** Lines {@code role: content} for a model that was never taught a format. */
    static void plain(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        if (tokens.addBegin()) {
            out.control(tokens.requireBegin());
        }
        out.text(ChatFormat.plainText(turns)).text("assistant:");
    }

    /** ChatML as it stands. */
    static void chatMl(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        chatMl(turns, out, Optional.empty(), content -> content);
    }

    /** ChatML with a system turn of its own where there is none. */
    static void qwen2(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        chatMl(turns, out, Optional.of("You are a helpful assistant."), content -> content);
    }

    /** As {@link #qwen2} with another system turn. */
    static void qwen25(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        String system = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.";
        chatMl(turns, out, Optional.of(system), content -> content);
    }

    /** As {@link #qwen2} with another system turn. */
    static void smolLm2(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        String system = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
        chatMl(turns, out, Optional.of(system), content -> content);
    }

    /** ChatML that leaves the thoughts of earlier answers out. */
    static void qwen3(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        chatMl(turns, out, Optional.empty(), ChatRenderers::withoutThoughts);
    }

    /** As {@link #qwen3}, with the beginning of a thought already written: the model ends it. */
    static void qwen3Thinking(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        qwen3(turns, tokens, out);
        out.text("<think>\n");
    }

    private static void chatMl(
            List<Turn> turns, ChatPieces out, Optional<String> system, UnaryOperator<String> answer) {
        if (system.isPresent() && !(!turns.isEmpty() && turns.get(0).role().equals(SYSTEM))) {
            chatMlTurn(SYSTEM, system.get(), out);
        }
        for (Turn turn : turns) {
            boolean answered = turn.role().equals(ASSISTANT);
            chatMlTurn(turn.role(), answered ? answer.apply(turn.content()) : turn.content(), out);
        }
        out.control(ChatTokens.IM_START).text(ASSISTANT + "\n");
    }

    private static void chatMlTurn(String role, String content, ChatPieces out) {
        out.control(ChatTokens.IM_START)
                .text(role + "\n" + content)
                .control(ChatTokens.IM_END)
                .text("\n");
    }

    private static String withoutThoughts(String content) {
        int end = content.lastIndexOf(THOUGHT_END);
        if (end < 0) {
            return content;
        }
        int from = end + THOUGHT_END.length();
        while (from < content.length() && content.charAt(from) == '\n') {
            from++;
        }
        return content.substring(from);
    }

    /** Llama 3: a header before each turn, contents without blanks around them. */
    static void llama3(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        out.control(tokens.requireBegin());
        llama3Turns(turns, out);
    }

    /**
     * Llama 3.1 to 3.3: as {@link #llama3} behind a system turn with two dates, which is there in any case. The second one is that which the
     * templates fall back on; that of Llama 3.2 writes the day on which it is run where it can, by which no two days would have equal prompts.
     */
    static void llama31(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        boolean system = !turns.isEmpty() && turns.get(0).role().equals(SYSTEM);
        out.control(tokens.requireBegin());
        llama3Header(SYSTEM, out);
        out.text(DATES + (system ? trimmed(turns.get(0).content()) : "")).control(ChatTokens.EOT);
        llama3Turns(turns.subList(system ? 1 : 0, turns.size()), out);
    }

    private static void llama3Turns(List<Turn> turns, ChatPieces out) {
        for (Turn turn : turns) {
            llama3Header(turn.role(), out);
            out.text(trimmed(turn.content())).control(ChatTokens.EOT);
        }
        llama3Header(ASSISTANT, out);
    }

    private static void llama3Header(String role, ChatPieces out) {
        out.control("<|start_header_id|>")
                .text(role)
                .control("<|end_header_id|>")
                .text("\n\n");
    }

    /** Llama 2: the system turn inside the first question, which is bracketed by words. */
    static void llama2(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        boolean system = !turns.isEmpty() && turns.get(0).role().equals(SYSTEM);
        List<Turn> rest = turns.subList(system ? 1 : 0, turns.size());
        requireAlternating(rest, "Llama 2");
        String head = system ? "<<SYS>>\n" + turns.get(0).content() + "\n<</SYS>>\n\n" : "";
        for (int i = 0; i < rest.size(); i++) {
            String content = (i == 0 ? head : "") + rest.get(i).content();
            if (i % 2 == 0) {
                out.control(tokens.requireBegin()).text("[INST] " + trimmed(content) + " [/INST]");
            } else {
                out.text(" " + trimmed(content) + " ").control(tokens.requireEnd());
            }
        }
    }

    /** Mistral 7B Instruct up to version 0.2, and 0.3 as it first was: as Llama 2, without a place for a system turn. */
    static void mistral(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        requireAlternating(turns, MISTRAL);
        out.control(tokens.requireBegin());
        for (Turn turn : turns) {
            if (turn.role().equals(USER)) {
                bracketed(" " + turn.content() + " ", tokens.bracketTokens(), out);
            } else {
                out.text(turn.content()).control(tokens.requireEnd());
            }
        }
    }

    /** As {@link #mistral}, with a blank before each turn and the system turn inside the first question. */
    static void mistralV1(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        boolean system = !turns.isEmpty() && turns.get(0).role().equals(SYSTEM);
        List<Turn> rest = turns.subList(system ? 1 : 0, turns.size());
        requireAlternating(rest, MISTRAL);
        out.control(tokens.requireBegin());
        for (int i = 0; i < rest.size(); i++) {
            out.text(" ");
            if (i % 2 == 0) {
                String head = system && i == 0 ? turns.get(0).content() + "\n\n" : "";
                bracketed(" " + head + rest.get(i).content() + " ", tokens.bracketTokens(), out);
            } else {
                out.text(rest.get(i).content()).control(tokens.requireEnd());
            }
        }
    }

    /** A question in its brackets, which are words, or tokens since the third vocabulary. */
    private static void bracketed(String content, boolean asTokens, ChatPieces out) {
        if (asTokens) {
            out.control(ChatTokens.INST).text(content).control(ChatTokens.INST_END);
        } else {
            out.text(ChatTokens.INST + content + ChatTokens.INST_END);
        }
    }

    /** Mistral with its third vocabulary: brackets are tokens, answers lose the white space around them. */
    static void mistralV3(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        systemLast(turns, tokens, out, " ", answer -> " " + trimmed(answer));
    }

    /** Mistral with the vocabulary named Tekken: as {@link #mistralV3}, without any blanks of its own, and answers as they are. */
    static void mistralTekken(List<Turn> turns, ChatTokens tokens, ChatPieces out) {
        systemLast(turns, tokens, out, "", answer -> answer);
    }

    /** The system turn inside the last question, wherever that is. */
    private static void systemLast(
            List<Turn> turns, ChatTokens tokens, ChatPieces out, String blank, UnaryOperator<String> answer) {
        boolean system = !turns.isEmpty() && turns.get(0).role().equals(SYSTEM);
        List<Turn> rest = turns.subList(system ? 1 : 0, turns.size());
        requireAlternating(rest, MISTRAL);
        out.control(tokens.requireBegin());
        for (int i = 0; i < rest.size(); i++) {
            String content = rest.get(i).content();
            if (i % 2 == 0) {
                String head = system && i == rest.size() - 1 ? turns.get(0).content() + "\n\n" : "";
                bracketed(blank + head + content, true, out);
            } else {
                out.text(answer.apply(content)).control(tokens.requireEnd());
            }
        }
    }

    private static void requireAlternating(List<Turn> turns, String format) {
        for (int i = 0; i < turns.size(); i++) {
            String expected = i % 2 == 0 ? USER : ASSISTANT;
            if (!turns.get(i).role().equals(expected)) {
                throw new IllegalArgumentException("The chat format of " + format + " wants user and assistant in turn,"
                        + " but turn " + i + " of the conversation is of "
                        + turns.get(i).role()
                        + "; leave it out or merge it with its neighbour");
            }
        }
    }

    /** Without the white space at both ends, by Python's definition, which counts the no-break space. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
