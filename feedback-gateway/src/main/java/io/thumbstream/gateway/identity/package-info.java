/** Names of groups and people: random, derived or pseudonymous, and who owns what. */
@NullMarked
package io.thumbstream.gateway.identity;

import org.jspecify.annotations.NullMarked;
