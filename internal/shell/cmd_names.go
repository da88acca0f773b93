package shell

import (
	"strconv"
	"strings"
)

func basename(c *call) int {
	if len(c.args) > 1 && c.args[0] == "-a" {
		code := 0
		for _, name := range c.args[1:] {
			one := *c
			one.args = []string{name}
			code = max(code, basename(&one))
		}
		return code
	}
	if len(c.args) == 0 || len(c.args) > 2 {
		return c.missingOperand()
	}
	name := strings.TrimRight(c.args[0], "/")
	if name == "" && c.args[0] != "" {
		name = "/"
	} else if at := strings.LastIndexByte(name, '/'); at >= 0 {
		name = name[at+1:]
	}
	if len(c.args) == 2 && name != c.args[1] {
		name = strings.TrimSuffix(name, c.args[1])
	}
	c.printf("%s\n", name)
	return 0
}

func dirname(c *call) int {
	if len(c.args) == 0 {
		return c.missingOperand()
	}
	for _, name := range c.args {
		name = strings.TrimRight(name, "/")
		at := strings.LastIndexByte(name, '/')
		switch {
		case at < 0 && name == "":
			name = "/"
		case at < 0:
			name = "."
		case strings.Trim(name[:at], "/") == "":
			name = "/"
		default:
			name = strings.TrimRight(name[:at], "/")
		}
		c.printf("%s\n", name)
	}
	return 0
}

func which(c *call) int {
	code := 0
	for _, name := range c.args {
		if k := kind(name); k == "" || k == "keyword" {
			code = 1
			continue
		}
		c.printf("%s: a command of this console\n", name)
	}
	return code
}

func seq(c *call) int {
	var nums []int64
	for _, arg := range c.args {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			c.complain("only whole numbers are supported in this console: '%s'", arg)
			return 2
		}
		nums = append(nums, n)
	}
	first, step := int64(1), int64(1)
	var last int64
	switch len(nums) {
	case 1:
		last = nums[0]
	case 2:
		first, last = nums[0], nums[1]
	case 3:
		first, step, last = nums[0], nums[1], nums[2]
	default:
		return c.missingOperand()
	}
	if step == 0 {
		c.complain("invalid Zero increment value: '0'")
		return 1
	}
	for n := first; (step > 0 && n <= last || step < 0 && n >= last) && !c.stopped(); n += step {
		c.printf("%d\n", n)
		if (step > 0) != (n+step > n) {
			break // the next number would not fit
		}
	}
	return 0
}
