/*
 * What Go's runtime asks of Windows and Debian 12's wine (8.0) lacks, for test prefixes only.
 *
 * bcryptprimitives.dll has one function that Go calls: ProcessPrng. Here it stands over the random numbers that wine does
 * have (https://learn.microsoft.com/en-us/windows/win32/seccng/processprng).
 *
 * Being loaded first of all, this library also mends one answer. Windows before 10 says STATUS_INVALID_INFO_CLASS where
 * it knows no kind of information, and Go then deletes files the old way; wine says STATUS_NOT_IMPLEMENTED, and Go's
 * os.RemoveAll and os.Root.Remove fail.
 *
 * And wine keeps HOME for itself. A test passes it on as CAIRN_WINE_HOME; the program finds it under its own name.
 */
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
	while (length > 0) {
		ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
		if (!SystemFunction036(data, part))
			return FALSE;
		data += part;
		length -= part;
	}
	return TRUE;
}

#define NOT_IMPLEMENTED ((LONG)0xC0000002)
#define INVALID_INFO_CLASS ((LONG)0xC0000003)

typedef LONG (NTAPI *set_information)(HANDLE, PVOID, PVOID, ULONG, int);

static set_information original;

static LONG NTAPI mended(HANDLE file, PVOID status, PVOID data, ULONG length, int class)
{
	LONG result = original(file, status, data, length, class);
	return result == NOT_IMPLEMENTED ? INVALID_INFO_CLASS : result;
}

/* mend leads calls of NtSetInformationFile through the function above. Wine's stub for a system call holds no relative
   address, so that a copy of it does the same; a stub of another shape is left alone. */
static void mend(void)
{
	enum { stub = 32, jump = 12 };
	static const BYTE begin[] = {0x4c, 0x8b, 0xd1, 0xb8}; /* mov r10,rcx; mov eax,number */
	BYTE *target = (BYTE *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtSetInformationFile");
	BYTE code[jump] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0}; /* mov rax,address; jmp rax */
	void *address = (void *)mended;
	BYTE *copy;
	DWORD before;

	if (!target || memcmp(target, begin, sizeof begin) != 0)
		return;
	copy = VirtualAlloc(NULL, stub, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
	if (!copy || !VirtualProtect(target, stub, PAGE_EXECUTE_READWRITE, &before))
		return;
	memcpy(copy, target, stub);
	original = (set_information)(void *)copy;
	memcpy(code + 2, &address, sizeof address);
	memcpy(target, code, jump);
	VirtualProtect(target, stub, before, &before);
}

/* tell_home runs before Go reads its environment. */
static void tell_home(void)
{
	char home[4096];
	DWORD length = GetEnvironmentVariableA("CAIRN_WINE_HOME", home, sizeof home);

	if (length > 0 && length < sizeof home)
		SetEnvironmentVariableA("HOME", home);
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
	(void)module;
	(void)reserved;
	if (reason == DLL_PROCESS_ATTACH) {
		mend();
		tell_home();
	}
	return TRUE;
}
