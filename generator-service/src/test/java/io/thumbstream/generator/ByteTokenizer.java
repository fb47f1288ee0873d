package io.thumbstream.generator;

import io.thumbstream.model.text.ChatFormat;
import io.thumbstream.model.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One token per UTF-8 byte after the special tokens; the smallest vocabulary that can cut a character in two. */
public final class ByteTokenizer implements Tokenizer {
    public static final int FIRST = ChatFormat.SPECIAL_TOKENS.size();

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (bytes[i] & 0xff) + FIRST;
        }
        return ids;
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            if (id >= FIRST) {
                bytes.write(id - FIRST);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
        return 256 + FIRST;
    }

    @Override
    public int id(String specialToken) {
        return ChatFormat.SPECIAL_TOKENS.indexOf(specialToken);
    }
}
