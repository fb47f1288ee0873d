package io.thumbstream.launcher.chaos;

import io.thumbstream.lab.history.History;
import io.thumbstream.launcher.erase.FinishedErasure;
import io.thumbstream.launcher.erase.PersonsKey;
import io.thumbstream.launcher.serve.ServedPart;
import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.runtime.random.SeededRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * People who ask to be erased while parts die, and what they had said by then. Everything is done by the product's own command, as a
 * process: first for the key, while all runs, then for the models, in the learner's place.
 */
final class ErasedPeople implements Storm.Erasing {
    private static final Duration KEY_WITHIN = Duration.ofSeconds(60);
    /** Of someone whose models were never rebuilt no step is judged; the figures say that one is missing. */
    private static final long NEVER = Long.MAX_VALUE;

    private final ChaosSite site;
    private final Fleet fleet;
    private final Journal journal;
    private final SeededRandom random;
    private final Consumer<String> say;
    private final Map<String, History.Erased> asked = new LinkedHashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    /**
     * Nobody so far.
     *
     * @param random chooses who asks
     * @param say told in a few words what is being done
     */
    ErasedPeople(ChaosSite site, Fleet fleet, Journal journal, SeededRandom random, Consumer<String> say) {
        this.site = site;
        this.fleet = fleet;
        this.journal = journal;
        this.random = random;
        this.say = say;
    }

    @Override
    public void forget() throws InterruptedException {
        List<String> voters = journal.voters().stream()
                .filter(name -> !asked.containsKey(name))
                .toList();
        if (voters.isEmpty()) {
            say.accept("nobody has voted who could ask to be erased");
            return;
        }
        String name = voters.get(random.nextInt(voters.size()));
        History.Erased before = new History.Erased(
                PersonsKey.pseudonym(site.parts(), name), journal.votes(name), journal.answers(name), NEVER, NEVER);
        if (destroyed(name)) {
            asked.put(name, before);
            waiting.add(Digests.of(before.user()));
        } else {
            say.accept("the key of " + name + " was not destroyed; see " + log());
        }
    }

    private boolean destroyed(String name) throws InterruptedException {
        Process process = Child.process(ChildCommand.erase(site.file(), List.of("--user", name, "--key-only")), log());
        if (!process.waitFor(KEY_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            int unused = process.destroyForcibly().waitFor();
        }
        return process.exitValue() == 0;
    }

    @Override
    public void rebuild() throws InterruptedException {
        String person = waiting.poll();
        if (person != null) {
            fleet.send(
                    ServedPart.LEARNER,
                    new Child.Errand(
                            ChildCommand.erase(site.file(), List.of("--user-sha256", person, "--learner-stopped")),
                            () -> !PersonsKey.unfinished(site.parts()).contains(person)));
        }
    }

    /** How many have a certificate. */
    long complete() throws IOException {
        long complete = 0;
        for (History.Erased person : asked.values()) {
            complete += FinishedErasure.of(site.home(), person.user()).isPresent() ? 1 : 0;
        }
        return complete;
    }

    /** Pieces of their feedback that were refused. */
    long refused() {
        return journal.refused(asked.keySet());
    }

    /** All whose key was destroyed, with where the logs ended when the models were rebuilt, as the certificates say. */
    List<History.Erased> people() throws IOException {
        List<History.Erased> people = new ArrayList<>();
        for (History.Erased person : asked.values()) {
            Optional<FinishedErasure> end = FinishedErasure.of(site.home(), person.user());
            people.add(new History.Erased(
                    person.user(),
                    person.votes(),
                    person.answers(),
                    end.map(FinishedErasure::policySteps).orElse(NEVER),
                    end.map(FinishedErasure::rewardSteps).orElse(NEVER)));
        }
        return people;
    }

    private Path log() {
        return site.logs().resolve("erase.log");
    }
}
