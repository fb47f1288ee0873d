package io.thumbstream.launcher.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.report.PairedRule;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.launcher.result.Level;
import io.thumbstream.launcher.result.TrialFile;
import io.thumbstream.launcher.technique.TechniqueCheck;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An experiment as its file declares it.
 *
 * <p>The file is YAML: {@code title}, {@code source}, {@code bed} (keys of {@link BedSettings}), {@code common} (settings of all arms),
 * {@code arms} (name: settings laid over them, and {@code proxy}, keys laid over the bed's), {@code claim} (keys of {@link Claim}) and
 * {@code runs}, and {@code wave} of the catalogue where it is not the first. Beside {@code proxy} an arm may have {@code reward-steps},
 * {@code judged}, {@code best-of} and {@code demonstrations}, see {@link Arm}. Settings are those of {@code up --config}, read as strictly.
 *
 * @param id name of the file without ending
 * @param header everything but the arms
 * @param arms settings by name, in the order of the file
 */
record Trial(String id, Header header, Map<String, Arm> arms) {
    private static final List<String> IDS = List.of(
            "group-baselines",
            "reward-shaping",
            "reward-shaping-drift",
            "contrastive-noise",
            "thumbs-direct",
            "thumbs-beside-rewards",
            "preference-shape",
            "margin-beta",
            "margin-beta-bounded",
            "judged-share",
            "pessimism-noise",
            "raters-alike",
            "credit-at-edits",
            "elastic-reset",
            "elastic-reset-regain",
            "elastic-reset-alarm",
            "par-heavy-tail",
            "contrastive-offsets",
            "contrastive-gradients",
            "contrastive-start",
            "par-start",
            "prdp-scale",
            "prdp-divergence",
            "prdp-holds",
            "dpo-shift",
            "dpo-shift-chosen",
            "alphapo-alpha",
            "alphapo-chosen",
            "teacher-spread",
            "divergence-choice",
            "length-residual",
            "kl-budget-proxy",
            "bco-stale",
            "weight-averaging-noise",
            "opo-chain",
            "opo-gradients",
            "divergence-chain",
            "divergence-start",
            "spurious-entropy",
            "spurious-greedy",
            "overoptimization-fit",
            "overoptimization-form",
            "overoptimization-peak",
            "overoptimization-later",
            "best-of-form",
            "overoptimization-stop",
            "wrpo-source",
            "aspects-sum",
            "joint-rewards",
            "edits-similarity",
            "edits-combined",
            "missing-thumbs",
            "take-over-right",
            "take-over-wrong",
            "mutual-taught",
            "mutual-taught-accuracy",
            "reward-on-policy",
            "reward-on-policy-gold",
            "rival-metric",
            "adaptive-kl-scale",
            "weighted-imitation",
            "length-alone",
            "length-alone-gain");
    private static final int FIRST_WAVE = 1;
    static final String PROXY = "proxy";
    static final String REWARD_STEPS = "reward-steps";
    private static final String JUDGED = "judged";
    private static final String BEST_OF = "best-of";
    private static final String DEMONSTRATIONS = "demonstrations";

    /**
     * What a trial is about.
     *
     * @param title what is asked, in one line
     * @param source who claims it
     * @param bed where it is tried
     * @param claim what is claimed
     * @param runs name that its curves are kept under, so that arms of the same name, bed and settings in another trial need not run again
     * @param wave of the catalogue that its techniques belong to, at least 1
     */
    record Header(String title, String source, BedSettings bed, Claim claim, String runs, int wave) {
        Header {
            if (wave < FIRST_WAVE) {
                throw new IllegalArgumentException("wave is " + wave + "; give the number of a wave, at least 1");
            }
            if (!runs.matches("[a-z0-9-]+")) {
                throw new IllegalArgumentException("runs is '" + runs + "'; give the name of a trial");
            }
        }
    }

    Trial {
        arms = new LinkedHashMap<>(arms);
        Level.requireArms(
                "trial " + id,
                arms.keySet(),
                header.claim().arm(),
                header.claim().baseline());
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
    static Trial load(String id) throws IOException {
        return read(id, new YAMLMapper().readTree(text(id)));
    }

    /**
     * The file of the shipped trial of this name, as it was written.
     *
     * @throws ConfigException when there is none
     */
    static String text(String id) throws IOException {
        return TrialFile.text(Trial.class, "trial", id, IDS);
    }

    /** Wave that the shipped trial of this name belongs to; its arms are not read. */
    static int wave(String id) throws IOException {
        return new YAMLMapper().readTree(text(id)).path("wave").asInt(FIRST_WAVE);
    }

    static Trial read(String id, JsonNode file) {
        TrialFile parts = TrialFile.of("trial " + id, file);
        Claim none = new Claim("arm", "baseline", PairedRule.Kind.BETTER, Claim.Metric.FINAL_GOLD, 0);
        Header defaults = new Header(id, "", BedSettings.defaults(), none, id, FIRST_WAVE);
        Header declared = SettingsBinder.overlay(defaults, parts.header(), "trial " + id);
        if (!declared.claim().metric().on(declared.bed())) {
            throw new ConfigException("trial " + id + ": the bed has no "
                    + declared.claim().metric().key()
                    + "; take task chain, for final-pass-8 eight measured-answers, and for a share good in both aspects a bed"
                    + " that has aspects");
        }
        Map<String, Arm> settings = new LinkedHashMap<>();
        parts.arms()
                .forEach((name, arm) ->
                        settings.put(name, arm(id + ", arm " + name, declared.bed(), parts.common(), arm)));
        return new Trial(id, declared, settings);
    }

    private static Arm arm(String where, BedSettings bed, JsonNode common, JsonNode file) {
        if (!(file instanceof ObjectNode tree)) {
            return Arm.of(settings(where, List.of(Sizes.TREE, Sizes.REWARDS_ALONE, common, file)));
        }
        ObjectNode own = tree.deepCopy();
        JsonNode proxy = own.remove(PROXY);
        JsonNode steps = own.remove(REWARD_STEPS);
        JsonNode judged = own.remove(JUDGED);
        JsonNode bestOf = own.remove(BEST_OF);
        JsonNode shown = own.remove(DEMONSTRATIONS);
        Arm arm = Arm.of(settings(where, List.of(Sizes.TREE, Sizes.REWARDS_ALONE, common, own)))
                .withDemonstrations(shown != null && shown(where, bed, shown));
        if (proxy != null) {
            arm = arm.with(proxy("trial " + where + ", proxy", bed, proxy));
        }
        if (judged != null) {
            requireRewardModel(where, arm.proxy().orElse(bed.proxy()));
            arm = arm.judgedFirst(count(where, JUDGED, judged, 1));
        }
        if (steps != null) {
            arm = arm.learningReward(count(where, REWARD_STEPS, steps, 0));
        }
        return bestOf == null ? arm : arm.choosing(count(where, BEST_OF, bestOf, 2));
    }

    private static void requireRewardModel(String where, LexiconProxy proxy) {
        if (proxy.planted()) {
            throw new ConfigException("trial " + where + ": a proxy stands in place of the reward model, which learns"
                    + " nothing; leave out " + JUDGED + " or " + PROXY);
        }
    }

    static int count(String where, String key, JsonNode given, int least) {
        if (!given.isInt() || given.asInt() < least) {
            throw new ConfigException(
                    "trial " + where + ": " + key + " is " + given + "; give a whole number of at least " + least);
        }
        return given.asInt();
    }

    private static boolean shown(String where, BedSettings bed, JsonNode given) {
        if (!given.isBoolean()) {
            throw new ConfigException(
                    "trial " + where + ": " + DEMONSTRATIONS + " is " + given + "; give true or false");
        }
        if (given.asBoolean() && bed.editing().share() > 0) {
            throw new ConfigException("trial " + where + ": where people correct answers every arm is shown corrected"
                    + " ones; leave out " + DEMONSTRATIONS + " or the bed's editing");
        }
        return given.asBoolean();
    }

    private static LexiconProxy proxy(String where, BedSettings bed, JsonNode keys) {
        LexiconProxy proxy = SettingsBinder.overlay(bed.proxy(), keys, where);
        try {
            BedSettings.require(bed.task(), proxy);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(where + ": " + e.getMessage());
        }
        return proxy;
    }

    /** The defaults with {@code overlays} on them, checked to fit together. */
    static ThumbstreamSettings settings(String where, List<JsonNode> overlays) {
        ThumbstreamSettings settings = ThumbstreamSettings.defaults();
        for (JsonNode overlay : overlays) {
            settings = SettingsBinder.overlay(settings, overlay, "trial " + where);
        }
        try {
            TechniqueCheck.check(settings);
        } catch (ConfigException e) {
            List<String> problems = new ArrayList<>();
            e.problems().forEach(problem -> problems.add("trial " + where + ": " + problem));
            throw new ConfigException(problems);
        }
        return settings;
    }
}
