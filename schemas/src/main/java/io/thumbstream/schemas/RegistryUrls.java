package io.thumbstream.schemas;

import java.util.regex.Pattern;

/** Addresses of schema registries, which may hold a user and a password. */
final class RegistryUrls {
    private static final Pattern USER = Pattern.compile("//[^/?#@\\s]*@");

    private RegistryUrls() {}

    /** The text without users and passwords of addresses in it, for messages. */
    static String shown(String text) {
        return USER.matcher(text).replaceAll("//");
    }
}
