package io.thumbstream.launcher.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code docker/Dockerfile}, one entry for each instruction. */
final class Dockerfile {
    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S+))");

    /** What starts our program in the image. */
    static final String START = "/opt/thumbstream/start";

    private final List<Instruction> instructions;

    /**
     * An instruction with its continued lines joined.
     *
     * @param word for example {@code RUN}
     * @param rest what follows it
     */
    record Instruction(String word, String rest) {}

    Dockerfile() {
        String joined = Delivery.text(Delivery.DOCKER.resolve("Dockerfile"))
                .replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", "");
        this.instructions = joined.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .map(parts -> new Instruction(parts[0], parts[1].strip()))
                .toList();
    }

    /** What follows each instruction of that name in the whole file. */
    List<String> all(String word) {
        return rests(instructions, word);
    }

    /** What follows each instruction of that name in the stage that becomes the image. */
    List<String> image(String word) {
        int last = 0;
        for (int i = 0; i < instructions.size(); i++) {
            last = instructions.get(i).word().equals("FROM") ? i : last;
        }
        return rests(instructions.subList(last, instructions.size()), word);
    }

    /** Environment of every process in a container. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        image("ENV").forEach(rest -> VARIABLE.matcher(rest)
                .results()
                .forEach(found ->
                        environment.put(found.group(1), found.group(2) == null ? found.group(3) : found.group(2))));
        return environment;
    }

    /** Words of the only instruction of that name, given as a list. */
    List<String> words(String word) {
        JsonNode list = Delivery.yaml(image(word).get(0).replaceFirst("^[^\\[]*", ""));
        return Delivery.texts(list);
    }

    /** Arguments of our program in the instruction that tries it. */
    List<String> trial() {
        String run = image("RUN").stream()
                .filter(rest -> rest.startsWith(START))
                .findFirst()
                .orElseThrow();
        int begin = START.length();
        return Arrays.asList(run.substring(begin, run.indexOf("&&")).strip().split("\\s+"));
    }

    private static List<String> rests(List<Instruction> among, String word) {
        return among.stream()
                .filter(instruction -> instruction.word().equals(word))
                .map(Instruction::rest)
                .toList();
    }
}
