/** The feedback firewall: how much a person's votes may weigh, from what the votes themselves show. */
@NullMarked
package io.thumbstream.learner.trust;

import org.jspecify.annotations.NullMarked;
