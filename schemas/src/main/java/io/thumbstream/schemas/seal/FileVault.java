package io.thumbstream.schemas.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keys as files of one directory that all services share: {@code <sha256 of the person>.key}, and {@code .erased} with the time after a
 * key was destroyed. Nobody but the owner may read them; a backup of the directory undoes erasures.
 *
 * <p>A key is remembered for {@link #FRESH}; after that its file is looked at again, so that a key that another process destroyed is used
 * no longer than that.
 */
public final class FileVault implements Vault {
    /** How long a destroyed key may still be used by another process. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /** How long nothing is sealed for a person whose key was destroyed. */
    public static final Duration QUIET = Duration.ofMinutes(2);

    private static final String ERASED = ".erased";
    private static final int MOST_REMEMBERED = 10_000;

    /** What lies in the place of a key while it is destroyed, and after a crash in between. */
    private static final byte[] DESTROYED = new byte[PersonKey.BYTES];

    private final Path directory;
    private final InstantSource clock;
    private final DurableFiles files;
    private final SecureRandom random = new SecureRandom();
    private final Ciphers ciphers = new Ciphers();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /**
     * A key as it was when its file was last looked at.
     *
     * @param erased the file that says when the key was destroyed, whose name takes a hash to find
     */
    private record Held(PersonKey key, Instant at, Path erased) {}

    /** Keys in {@code directory}, which is made when the first key is. */
    public FileVault(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        this.files = new DurableFiles(directory);
    }

    @Override
    public Optional<byte[]> seal(String person, byte[] clear, byte[] context) {
        Optional<PersonKey> key = find(person);
        if (key.isEmpty()) {
            if (isErased(person)) {
                return Optional.empty();
            }
            key = Optional.of(create(person));
        }
        return Optional.of(key.get().seal(clear, bound(person, context), random, ciphers.mine()));
    }

    @Override
    public void prepare(Collection<String> people) {
        Map<Path, byte[]> keys = new TreeMap<>();
        for (String person : people) {
            if (find(person).isEmpty() && !isErased(person)) {
                keys.put(file(person), PersonKey.fresh(random).encoded());
            }
        }
        if (!keys.isEmpty()) {
            create(keys);
        }
    }

    @Override
    public Optional<byte[]> open(String person, byte[] sealed, byte[] context) {
        Optional<PersonKey> key = find(person);
        if (key.isEmpty() && !Files.isDirectory(directory)) {
            throw new SealBrokenException("there is no directory " + directory
                    + ", so nobody can say whose keys were destroyed; name the one with the keys of people");
        }
        return key.filter(own -> own.sealed(sealed))
                .map(own -> own.open(sealed, bound(person, context), ciphers.mine()));
    }

    @Override
    public boolean isErased(String person) {
        return isErasedSince(person, clock.instant());
    }

    @Override
    public boolean isErasedSince(String person, Instant remembered) {
        Held known = held.get(person);
        Path file = known == null ? erased(person) : known.erased();
        if (!Files.exists(file)) {
            return false; // the rule, and an exception for every vote would cost more than the rest of the check
        }
        try {
            return remembered.isBefore(erasedAt(file).plus(QUIET));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the keys in " + directory, e);
        }
    }

    private static Instant erasedAt(Path file) throws IOException {
        try {
            return Instant.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (DateTimeParseException e) {
            return Files.getLastModifiedTime(file).toInstant(); // its writer was cut
        }
    }

    /** Whether the person has or had a key. */
    public boolean knows(String person) {
        return Files.exists(file(person)) || Files.exists(erased(person));
    }

    @Override
    public boolean holds(String person) {
        return Files.exists(file(person));
    }

    /** When keys were destroyed, the last time for each person, by the sha256 of the person. */
    public Map<String, Instant> erasedPeople() {
        if (!Files.isDirectory(directory)) {
            return Map.of();
        }
        Map<String, Instant> people = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(ERASED)) {
                    people.put(name.substring(0, name.length() - ERASED.length()), erasedAt(file));
                }
            }
            return people;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the keys in " + directory, e);
        }
    }

    /**
     * Destroys the person's key for good. What it sealed can be read by no process after {@link #FRESH}.
     *
     * @return whether there was a key
     */
    public boolean destroy(String person) {
        Path file = file(person);
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Files.deleteIfExists(erased(person));
            files.write(erased(person), clock.instant().toString().getBytes(StandardCharsets.UTF_8));
            files.write(file, DESTROYED);
            Files.deleteIfExists(file);
            files.forceDirectory();
            held.remove(person);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot destroy the key " + file, e);
        }
    }

    private Optional<PersonKey> find(String person) {
        Instant now = clock.instant();
        Held known = held.get(person);
        if (known != null && now.isBefore(known.at().plus(FRESH)) && !now.isBefore(known.at())) {
            return Optional.of(known.key());
        }
        Optional<PersonKey> key = read(file(person));
        if (held.size() >= MOST_REMEMBERED) {
            held.clear();
        }
        key.ifPresentOrElse(found -> held.put(person, new Held(found, now, erased(person))), () -> held.remove(person));
        return key;
    }

    private static Optional<PersonKey> read(Path file) {
        try {
            byte[] stored = Files.readAllBytes(file);
            if (Arrays.equals(stored, DESTROYED)) {
                Files.deleteIfExists(file); // or nobody could make a new one after a crash
                return Optional.empty();
            }
            return Optional.of(PersonKey.of(stored));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key " + file, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("the key " + file + " is damaged (" + e.getMessage()
                    + "); put it back from a backup that is not older than the last erasure");
        }
    }

    /** Makes a key; when another process is faster, its key counts. */
    private PersonKey create(String person) {
        create(Map.of(file(person), PersonKey.fresh(random).encoded()));
        return find(person)
                .orElseThrow(() -> new UncheckedIOException(
                        "cannot make a key in " + directory, new IOException("the key was destroyed at once")));
    }

    /** A key that is lost with the power loses what it sealed, so the disk is waited for. */
    private void create(Map<Path, byte[]> keys) {
        try {
            files.create(keys);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a key in " + directory, e);
        }
    }

    private Path file(String person) {
        return directory.resolve(name(person) + ".key");
    }

    private Path erased(String person) {
        return directory.resolve(name(person) + ERASED);
    }

    private static String name(String person) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(person.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static byte[] bound(String person, byte[] context) {
        byte[] name = person.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + name.length + context.length)
                .putInt(name.length)
                .put(name)
                .put(context)
                .array();
    }
}
