package io.thumbstream.launcher.doctor;

import io.thumbstream.lab.report.Figure;
import io.thumbstream.launcher.erase.PersonsKey;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import java.util.List;
import java.util.Set;

/** Looks whether erasures are finished; changes nothing. */
final class PeopleProbe {
    private PeopleProbe() {}

    static Diagnosis look(ThumbstreamSettings settings) {
        Set<String> people = PersonsKey.unfinished(settings);
        Finding finding = people.isEmpty()
                ? Finding.ok("people", "no erasure waits for its end")
                : Finding.bad(
                        "people",
                        "keys of " + people.size()
                                + " people are destroyed, and the models still hold what they learned from them",
                        "stop the system and run thumbstream erase for each, for instance --user-sha256 "
                                + people.iterator().next());
        return new Diagnosis(List.of(finding), List.of(Figure.of("erasures-unfinished", people.size(), "people")));
    }
}
