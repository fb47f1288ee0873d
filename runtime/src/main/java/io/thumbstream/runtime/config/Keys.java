package io.thumbstream.runtime.config;

import java.util.Locale;

/** The spellings of one key: {@code batchSize} in code, {@code batch-size} in YAML, {@code BATCH_SIZE} in the environment. */
final class Keys {
    private Keys() {}

    static String kebab(String camel) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            boolean boundary = i > 0
                    && Character.isUpperCase(c)
                    && (!Character.isUpperCase(camel.charAt(i - 1))
                            || (i + 1 < camel.length() && Character.isLowerCase(camel.charAt(i + 1))));
            kebab.append(boundary ? "-" : "").append(Character.toLowerCase(c));
        }
        return kebab.toString();
    }

    static String ofConstant(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String environment(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
