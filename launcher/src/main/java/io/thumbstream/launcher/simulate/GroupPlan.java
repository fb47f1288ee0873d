package io.thumbstream.launcher.simulate;

/**
 * One prompt and who asked it.
 *
 * @param name short name in the schedule
 * @param owner who asked; empty for nobody known
 * @param size answers asked for; 0 for answers of another system
 */
record GroupPlan(String name, String owner, int size) {

    boolean external() {
        return size == 0;
    }
}
