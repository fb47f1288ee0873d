package io.thumbstream.launcher.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.thumbstream.lab.tasks.lexicon.LexiconProxy;
import io.thumbstream.runtime.config.SettingsBinder;
import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Ways to learn against ways in which the world behaves.
 *
 * @param scenarios beds by name
 * @param recipes arms by name; the first policy as it is joins them as {@link #UNTOUCHED}
 * @param defaultRecipe the recipe that the product ships
 * @param common settings of every recipe where it does not set others: the models of the bed
 */
record Tournament(Map<String, BedSettings> scenarios, Map<String, Arm> recipes, String defaultRecipe, JsonNode common) {
    /** Name of the arm in which nothing learns. */
    static final String UNTOUCHED = "untouched";

    private static final String FILE = "tournament.yaml";

    Tournament {
        scenarios = new LinkedHashMap<>(scenarios);
        recipes = new LinkedHashMap<>(recipes);
        if (!recipes.containsKey(defaultRecipe) || !recipes.containsKey(UNTOUCHED)) {
            throw new ConfigException("the default recipe '" + defaultRecipe + "' is not among " + recipes.keySet());
        }
    }

    /** The shipped tournament. */
    static Tournament load() throws IOException {
        try (InputStream file = Objects.requireNonNull(Tournament.class.getResourceAsStream(FILE), FILE)) {
            return read(new YAMLMapper().readTree(file));
        }
    }

    static Tournament read(JsonNode file) {
        JsonNode common = file.has("common") ? file.path("common") : JsonNodeFactory.instance.objectNode();
        Map<String, BedSettings> scenarios = new LinkedHashMap<>();
        file.path("scenarios")
                .properties()
                .forEach(scenario -> scenarios.put(
                        scenario.getKey(),
                        SettingsBinder.overlay(
                                BedSettings.defaults(), scenario.getValue(), "scenario " + scenario.getKey())));
        Map<String, Arm> recipes = new LinkedHashMap<>();
        file.path("recipes")
                .properties()
                .forEach(recipe -> recipes.put(recipe.getKey(), arm(recipe.getKey(), common, recipe.getValue())));
        recipes.put(UNTOUCHED, Arm.untouched(Trial.settings(UNTOUCHED, List.of(Sizes.TREE))));
        return new Tournament(scenarios, recipes, file.path("default-recipe").asText(), common);
    }

    private static Arm arm(String name, JsonNode common, JsonNode recipe) {
        String where = "recipe " + name;
        ObjectNode rest = recipe.deepCopy();
        JsonNode settings = rest.remove("settings");
        JsonNode steps = rest.remove(Trial.REWARD_STEPS);
        JsonNode proxy = rest.remove(Trial.PROXY);
        if (settings == null || !rest.isEmpty()) {
            throw new ConfigException(
                    where + " has keys " + rest + " beside settings, reward-steps and proxy, or no settings");
        }
        Arm arm = Arm.of(Trial.settings(where, List.of(Sizes.TREE, common, settings)));
        if (proxy != null) {
            arm = arm.with(SettingsBinder.overlay(LexiconProxy.NONE, proxy, where + ", proxy"));
        }
        return steps == null ? arm : arm.learningReward(Trial.count(where, Trial.REWARD_STEPS, steps, 0));
    }

    /**
     * The same scenarios with other recipes beside the shipped default and the untouched policy.
     *
     * @param others by name, each with {@code settings} and, where the reward model is to be frozen or replaced, {@code reward-steps} or
     *     {@code proxy}
     */
    Tournament against(JsonNode others) {
        if (!others.isObject() || others.isEmpty()) {
            throw new ConfigException("the file of recipes holds none; give a map of names, such as"
                    + " 'faster: {settings: {learner: {policy: {learning-rate: 0.002}}}}'");
        }
        Map<String, Arm> competing = new LinkedHashMap<>();
        competing.put(defaultRecipe, Objects.requireNonNull(recipes.get(defaultRecipe)));
        competing.put(UNTOUCHED, Objects.requireNonNull(recipes.get(UNTOUCHED)));
        others.properties().forEach(recipe -> {
            if (!recipe.getValue().isObject() || competing.containsKey(recipe.getKey())) {
                throw new ConfigException(
                        "recipe " + recipe.getKey() + " is no map with settings, or has the name of one that takes"
                                + " part in any case: " + defaultRecipe + ", " + UNTOUCHED);
            }
            competing.put(recipe.getKey(), arm(recipe.getKey(), common, recipe.getValue()));
        });
        return new Tournament(scenarios, competing, defaultRecipe, common);
    }

    /** The same with some of the scenarios. */
    Tournament only(List<String> names) {
        Map<String, BedSettings> kept = new LinkedHashMap<>();
        for (String name : names) {
            BedSettings bed = scenarios.get(name);
            if (bed == null) {
                throw new ConfigException("there is no scenario '" + name + "'; there are " + scenarios.keySet());
            }
            kept.put(name, bed);
        }
        return new Tournament(kept, recipes, defaultRecipe, common);
    }
}
