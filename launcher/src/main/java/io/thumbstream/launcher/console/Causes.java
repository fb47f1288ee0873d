package io.thumbstream.launcher.console;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong, in words for a person at a terminal. Failures of the file system often name a file and not what is wrong with it. */
public final class Causes {
    private Causes() {}

    /** The message of a failure; behind that of an {@link UncheckedIOException} stands its cause, where the message does not name it. */
    public static String of(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof UncheckedIOException && cause != null) {
            String message = plain(failure);
            String reason = of(cause);
            if (message.equals(cause.toString())) {
                return reason;
            }
            return message.contains(reason) ? message : message + " (" + reason + ")";
        }
        if (failure instanceof FileSystemException file) {
            return ofFile(file);
        }
        if (failure instanceof JsonProcessingException text) {
            return ofText(text);
        }
        return failure instanceof CharacterCodingException ? "it is not text in UTF-8" : plain(failure);
    }

    private static String ofFile(FileSystemException failure) {
        String file = failure.getFile();
        if (file == null || failure.getReason() != null) {
            return plain(failure);
        }
        if (failure instanceof NoSuchFileException) {
            return file + " is not there";
        }
        if (failure instanceof AccessDeniedException) {
            return file + " may not be read or written; check its permissions";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file + " is there already";
        }
        if (failure instanceof NotDirectoryException) {
            return file + " is no directory";
        }
        return failure instanceof DirectoryNotEmptyException ? file + " is not empty" : plain(failure);
    }

    /** The first line; what follows quotes the text. */
    private static String ofText(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        String first =
                String.valueOf(failure.getOriginalMessage()).lines().findFirst().orElse("it cannot be read");
        return place == null ? first : first + " at line " + place.getLineNr();
    }

    private static String plain(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
