package io.thumbstream.launcher.rewardtrial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.launcher.result.Level;
import io.thumbstream.launcher.result.TrialFile;
import io.thumbstream.launcher.technique.TechniqueCheck;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.learner.RewardLearnerSettings;
import io.thumbstream.reward.ask.AskPolicies;
import io.thumbstream.reward.event.FeedbackKind;
import io.thumbstream.reward.interpret.Interpreters;
import io.thumbstream.runtime.catalog.Catalog;
import io.thumbstream.runtime.catalog.TechniqueChoice;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An experiment on reward models as its file declares it.
 *
 * <p>The file is YAML: {@code title}, {@code source}, {@code data} (keys of {@link DataSettings}), {@code common} (settings of all arms),
 * {@code arms} (name: settings laid over them), {@code claim} (keys of {@link RewardClaim}), and {@code wave} of the catalogue where it is
 * not the first. Settings are those below
 * {@code learner.reward} of {@code up --config}, read as strictly; {@code reads} beside them is a {@link Reads}, {@code ask} an ask
 * policy, for data of which not all pairs are judged, and {@code interpreters} a list as {@code reward.interpreters} is one, for data with lists.
 *
 * @param id name of the file without ending
 * @param header everything but the arms
 * @param arms by name, in the order of the file
 */
record RewardTrial(String id, Header header, Map<String, RewardArm> arms) {
    private static final List<String> IDS = List.of(
            "ensemble-noise",
            "shared-fault",
            "averaged-rewards",
            "text-generation-term",
            "contrastive-text-term",
            "multi-view-term",
            "view-contrast-term",
            "centring",
            "centring-zero",
            "label-policies",
            "label-strength",
            "smoothed-labels",
            "rater-shift",
            "class-balance",
            "pairs-against-thumbs",
            "pretrained-reader",
            "asking-margin",
            "asking-propensity",
            "response-shift",
            "response-shift-near",
            "energy-shift",
            "missing-thumbs-bias",
            "monitored-silence",
            "uptake-by-place",
            "proposals-judged",
            "proposals-ignored",
            "proposals-alarms",
            "group-entropy",
            "orders-by-place");
    private static final int FIRST_WAVE = 1;
    private static final String READS = "reads";
    private static final String ASK = "ask";
    private static final String INTERPRETERS = "interpreters";

    /**
     * What a trial is about.
     *
     * @param title what is asked, in one line
     * @param source who claims it
     * @param data what is learned from and measured on
     * @param claim what is claimed
     * @param wave of the catalogue that its techniques belong to, at least 1
     */
    record Header(String title, String source, DataSettings data, RewardClaim claim, int wave) {
        Header {
            if (wave < FIRST_WAVE) {
                throw new IllegalArgumentException("wave is " + wave + "; give the number of a wave, at least 1");
            }
        }
    }

    RewardTrial {
        arms = new LinkedHashMap<>(arms);
        Level.requireArms(
                "reward trial " + id,
                arms.keySet(),
                header.claim().arm(),
                header.claim().baseline());
        arms.forEach((name, arm) -> require("reward trial " + id + ": arm '" + name + "'", header.data(), arm));
    }

    private static void require(String arm, DataSettings data, RewardArm settings) {
        if (data.asking().all() && !settings.ask().equals(RewardArm.AT_RANDOM)) {
            throw new ConfigException(arm + " asks by " + settings.ask().name()
                    + ", and all pairs are judged; set data.asking.share below 1, or leave ask out");
        }
        boolean reads = !settings.interpreters().isEmpty();
        if (reads != data.lists().any()) {
            throw new ConfigException(arm
                    + (reads
                            ? " names interpreters, and there are no lists to read; set data.lists.count above 0, or leave"
                                    + " interpreters out"
                            : " names no interpreters, so that it hears nothing of data.lists; name at least one"));
        }
    }

    /** Trials that ship with the product. */
    static List<String> ids() {
        return IDS;
    }

    /**
     * The shipped trial of this name.
     *
     * @throws ConfigException when a setting is wrong or techniques do not fit together
     */
    static RewardTrial load(String id) throws IOException {
        return read(id, new YAMLMapper().readTree(text(id)));
    }

    /**
     * The file of the shipped reward trial of this name, as it was written.
     *
     * @throws ConfigException when there is none
     */
    static String text(String id) throws IOException {
        return TrialFile.text(RewardTrial.class, "reward trial", id, IDS);
    }

    /** Wave that the shipped reward trial of this name belongs to; its arms are not read. */
    static int wave(String id) throws IOException {
        return new YAMLMapper().readTree(text(id)).path("wave").asInt(FIRST_WAVE);
    }

    static RewardTrial read(String id, JsonNode file) {
        String trial = "reward trial " + id;
        TrialFile parts = TrialFile.of(trial, file);
        Map<String, RewardArm> all = new LinkedHashMap<>();
        parts.arms().forEach((name, arm) -> all.put(name, arm(trial + ", arm " + name, parts.common(), arm)));
        RewardClaim none = new RewardClaim("arm", "baseline", PairedRule.Kind.BETTER, RewardMetric.ACCURACY, 0);
        Header defaults = new Header(id, "", DataSettings.defaults(), none, FIRST_WAVE);
        return new RewardTrial(id, SettingsBinder.overlay(defaults, parts.header(), trial), all);
    }

    private static RewardArm arm(String where, JsonNode common, JsonNode keys) {
        if (!(keys instanceof ObjectNode arm)) {
            throw new ConfigException(where + " is not a set of keys and values");
        }
        ObjectNode own = arm.deepCopy();
        JsonNode reads = own.remove(READS);
        JsonNode ask = own.remove(ASK);
        JsonNode given = own.remove(INTERPRETERS);
        List<TechniqueChoice> readers = given == null ? List.of() : interpreters(where + ": " + INTERPRETERS, given);
        return new RewardArm(
                settings(where, common, own, readers),
                reads == null ? Reads.MEAN : reads(where, reads.asText()),
                ask == null ? RewardArm.AT_RANDOM : choice(where + ": " + ASK, AskPolicies.CATALOG, ask),
                readers);
    }

    private static List<TechniqueChoice> interpreters(String where, JsonNode given) {
        if (!given.isArray()) {
            throw new ConfigException(where + " is " + given + "; give a list of feedback interpreters");
        }
        List<TechniqueChoice> choices = new ArrayList<>();
        given.forEach(each -> choices.add(choice(where, Interpreters.CATALOG, each)));
        try {
            var unused = new HeardLists(choices);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(where + ": " + e.getMessage());
        }
        return choices;
    }

    private static TechniqueChoice choice(String where, Catalog<?> catalog, JsonNode given) {
        TechniqueChoice choice;
        try {
            choice = TechniqueChoice.fromTree(given);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(where + ": " + e.getMessage());
        }
        List<String> problems = catalog.problems(choice);
        if (!problems.isEmpty()) {
            throw new ConfigException(
                    problems.stream().map(problem -> where + ": " + problem).toList());
        }
        return choice;
    }

    private static Reads reads(String where, String name) {
        return Arrays.stream(Reads.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigException(where + ": " + READS + " is '" + name + "'; choose mean, first or lowest"));
    }

    /** The defaults with sizes of the bed, {@code common} and {@code own} on them, checked to fit together and to what is read. */
    private static RewardLearnerSettings settings(
            String where, JsonNode common, JsonNode own, List<TechniqueChoice> readers) {
        ThumbstreamSettings settings = ThumbstreamSettings.defaults();
        for (JsonNode overlay : List.of(sizes(), common, own)) {
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.withObject("/learner").set("reward", overlay);
            settings = SettingsBinder.overlay(settings, whole, where);
        }
        ObjectNode heard = JsonNodeFactory.instance.objectNode();
        heard.withObject("/reward").set(INTERPRETERS, beside(settings.reward().interpreters(), readers));
        settings = SettingsBinder.overlay(settings, heard, where);
        try {
            TechniqueCheck.check(settings);
        } catch (ConfigException e) {
            throw new ConfigException(
                    e.problems().stream().map(problem -> where + ": " + problem).toList());
        }
        return settings.learner().reward();
    }

    /** Interpreters of the product, which its policy needs, and those of {@code readers} that read none of their kinds. */
    private static ArrayNode beside(List<TechniqueChoice> product, List<TechniqueChoice> readers) {
        Set<FeedbackKind> read = EnumSet.noneOf(FeedbackKind.class);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (TechniqueChoice choice :
                Stream.concat(product.stream(), readers.stream()).toList()) {
            Set<FeedbackKind> kinds = Interpreters.CATALOG.create(choice).kinds();
            if (Collections.disjoint(read, kinds)) {
                read.addAll(kinds);
                all.add(choice.toTree());
            }
        }
        return all;
    }

    /** A quarter of the product's features hold the bed's hundred words. */
    private static JsonNode sizes() {
        ObjectNode reward = JsonNodeFactory.instance.objectNode();
        reward.withObject("/ngram/features").put("hash-bits", 16);
        return reward;
    }
}
