package io.thumbstream.generator.remote;

/**
 * A policy as a server has it.
 *
 * @param version policy version
 * @param name name that requests ask for it by
 * @param adapter whether it is an adapter over the base model; else the base model itself
 */
record ServedModel(long version, String name, boolean adapter) {}
