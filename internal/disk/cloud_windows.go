package disk

import "syscall"

// PlainCloudFiles has the system show this process each file in a OneDrive folder as the plain file that it is to its
// person. Else it tells of a reparse point, which package os calls irregular, and no repository could be kept there.
// A program calls it once, first of all. Windows before 1803 has no such call and needs none.
func PlainCloudFiles() {
	const disguised = 1 // PHCM_DISGUISE_PLACEHOLDER of ntifs.h
	set := syscall.NewLazyDLL("ntdll.dll").NewProc("RtlSetProcessPlaceholderCompatibilityMode")
	if set.Find() == nil {
		_, _, _ = set.Call(disguised)
	}
}
