/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.c - a job over files: reading, writing, and saying what went wrong.
 *
 * The library says only that reading or writing failed; the taps below are
 * laid around its callbacks and remember which of the two, and errno.
 */
#include "cli/run.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/process.h"
#include "cli/terminal.h"

struct tap_in {
	struct sianto_input inner;
	struct run *run;
	const struct sianto_file_in *file;
	bool standard; /* input, which may keep us waiting */
	int error;
};

struct tap_out {
	struct sianto_output inner;
	int error;
};

/* Until there is something to read, or a signal came: the library goes on
 * waiting after one. */
static void wait_for_input(void)
{
	struct pollfd standard = {.fd = STDIN_FILENO, .events = POLLIN};

	while (!process_stopped() && poll(&standard, 1, 200) == 0)
		;
}

static int tap_read(void *ctx, uint8_t *p, size_t n, size_t *got)
{
	struct tap_in *t = ctx;
	int code;

	if (t->standard)
		wait_for_input();
	if (process_stopped())
		return SIANTO_E_STOPPED;
	errno = 0;
	code = t->inner.read(t->inner.ctx, p, n, got);
	t->run->progress.done = t->run->done + sianto_file_consumed(t->file);
	if (code == SIANTO_E_IO)
		t->error = errno ? errno : EIO;
	return code;
}

static int tap_write(void *ctx, const uint8_t *p, size_t n)
{
	struct tap_out *t = ctx;
	int code;

	errno = 0;
	code = t->inner.write(t->inner.ctx, p, n);
	if (code == SIANTO_E_IO)
		t->error = errno ? errno : EIO;
	return code;
}

static const char *shown(const char *path)
{
	return strcmp(path, "-") ? path : "standard input";
}

/* What the user can do about an error, "" if the detail says it. */
static const char *advice(int code)
{
	switch (code) {
	case SIANTO_E_FORMAT:
		return "; `editcap -F pcapng` converts other formats";
	case SIANTO_E_MIXED:
		return "; write pcapng with `--format pcapng`";
	case SIANTO_E_MAP:
		return "; give the key file the map was made with";
	case SIANTO_E_NOMEM:
		return "; fewer threads (`-j 1`) need less";
	default:
		return "";
	}
}

static const char *detail(const struct run *r, int code)
{
	const char *text = r->job ? sianto_job_detail(r->job) : "";

	return text[0] ? text : sianto_strerror(code);
}

int run_new(struct run *r, struct sianto_options *opt,
	    const struct paths *inputs, bool wanted)
{
	uint64_t total = 0;
	int code, status;

	memset(r, 0, sizeof(*r));
	for (size_t i = 0; i < inputs->count; i++) {
		struct stat st;

		if (stat(inputs->item[i], &st) || !S_ISREG(st.st_mode)) {
			total = 0;
			break;
		}
		total += (uint64_t)st.st_size;
	}
	if (sianto_job_two_pass(opt))
		total *= 2;
	progress_begin(&r->progress, wanted, total);
	opt->progress = progress_tick;
	opt->progress_ctx = &r->progress;
	code = sianto_job_new(&r->job, opt);
	if (!code)
		return EXIT_DONE;
	status = code == SIANTO_E_USAGE ? EXIT_USAGE : EXIT_FAILED;
	failure("%s%s", detail(r, code), advice(code));
	run_free(r);
	return status;
}

void run_free(struct run *r)
{
	progress_clear(&r->progress);
	sianto_job_free(r->job);
	r->job = NULL;
}

int run_check(struct run *r, int code, const char *what)
{
	if (!code)
		return EXIT_DONE;
	progress_clear(&r->progress);
	if (code == SIANTO_E_STOPPED || process_stopped())
		return failure("stopped; nothing was written");
	return failure("%s: %s%s", what, detail(r, code), advice(code));
}

/* An input was read: remember what the next one and the summary need. */
static void input_done(struct run *r, struct sianto_file_in *f)
{
	r->done += sianto_file_consumed(f);
	r->input_cut |= sianto_file_in_cut(f);
	sianto_file_in_close(f);
}

int run_input(struct run *r, enum run_pass pass, const char *path,
	      const struct sianto_output *out, const char *out_name)
{
	struct sianto_file_in *f;
	struct tap_in tap_i = {.run = r, .standard = !strcmp(path, "-")};
	struct tap_out tap_o = {.error = 0};
	struct sianto_input in;
	struct sianto_output tapped = {tap_write, &tap_o};
	int code;

	errno = 0;
	code = sianto_file_in_open(&f, path);
	if (code == SIANTO_E_IO && errno)
		return failure("cannot read `%s`: %s", shown(path),
			       strerror(errno));
	if (code)
		return failure("`%s`: %s", shown(path), sianto_strerror(code));
	tap_i.file = f;
	tap_i.inner = sianto_file_input(f);
	in = (struct sianto_input){tap_read, &tap_i, tap_i.inner.size};
	if (out)
		tap_o.inner = *out;
	if (pass == RUN_SURVEY)
		code = sianto_job_survey(r->job, &in);
	else
		code = sianto_job_run(r->job, &in, out ? &tapped : NULL);
	input_done(r, f);
	if (code == SIANTO_E_IO && (tap_i.error || tap_o.error)) {
		progress_clear(&r->progress);
		if (tap_o.error)
			return failure("cannot write `%s`: %s", out_name,
				       strerror(tap_o.error));
		return failure("cannot read `%s`: %s", shown(path),
			       strerror(tap_i.error));
	}
	return run_check(r, code, shown(path));
}

static int write_stdout(void *ctx, const uint8_t *p, size_t n)
{
	return fwrite(p, 1, n, ctx) == n ? 0 : SIANTO_E_IO;
}

struct sianto_output stdout_output(void)
{
	return (struct sianto_output){write_stdout, stdout};
}
